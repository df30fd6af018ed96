"""The mathematics of the lab, on torch, free of any page.

`errors`, `jobs` and every topic's `config` are free of torch as well, so that the
server can import them; the computing happens in the worker process (`worker`).
"""
