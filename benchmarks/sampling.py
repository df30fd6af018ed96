"""What does the lab's sampler cost beside diffusers' own, and beside the network alone?

Same weights, same starting noise, same noise of the steps, no clipping on either side; the
outputs are compared before anything is timed (`agreement`). The files beside this one hold
the cases: `sampling_network` with the trained builder, `sampling_points` with an exact
denoiser in the plane and with the steps alone, `sampling_slice` with Bayes by brute force.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import sampling_network, sampling_points, sampling_slice
from benchmarks.pairs import Case
from engine import device


def cases() -> Iterator[Case]:
    """The builder at three batches, points at two, the steps, the bare forwards, the slices."""
    where = device.default()
    yield from sampling_network.pipelines(where)
    yield from sampling_points.points(where)
    yield from sampling_points.steps(where)
    yield sampling_network.forwards(where)
    yield from sampling_slice.slices(where)
