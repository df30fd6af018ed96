"""A film of houses as a file: both legs, every frame with its time and its link.

A recording names another work and its Config; that is computed once more, which gives the same
film, and encoded: animated WebP by Pillow, MP4 by FFmpeg through PyAV.
"""
