"""Speed beside a peer: thin scripts over the engine, the lab and the peers.

Each module here with a function `cases()` is a benchmark; its docstring opens with the
question it answers. `python -m benchmarks` lists them.
"""
