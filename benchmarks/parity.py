r"""Does every step of the lab's sampler agree with diffusers'?

Tens of thousands of single steps, each taken by both from the same place: schedules ×
predictions × spacings × counts of steps × η or variance × clipping, over DDPM, DDIM and the
inverse scheduler (`parity_settings` says over what, `parity_steps` how). `float64` meets
diffusers' own step code on our tables, `float32` diffusers as it comes. Nothing is timed
here: `agreement` is the finding, the largest difference, relative where the reference is
beyond 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import torch

from benchmarks.pairs import Case
from benchmarks.parity_settings import Setting, settings
from benchmarks.parity_steps import Meeting, walk

MOST = 20
DTYPES = {"float64": torch.float64, "float32": torch.float32}
PEERS = {
    "float64": "diffusers' own step code on float64 tables",
    "float32": "diffusers as it comes",
}


@dataclass(frozen=True)
class Parity(Case):
    """A case that counts: how many steps met, and which ones say nothing of agreement.

    `steps` were compared; besides, the reference was `not_finite` so many times (`ours_not_finite`
    counts ours among all), and `on_purpose` says how often the lab means to differ, by name.
    """

    steps: int
    not_finite: int
    ours_not_finite: int
    on_purpose: dict[str, int]


def cases() -> Iterator[Parity]:
    """The whole of it, in either precision."""
    for name in DTYPES:
        yield case(name, settings(), MOST)


def case(name: str, chosen: Iterable[Setting], most: int) -> Parity:
    """The settings `chosen` in the precision `name`, about `most` times of each list."""
    met, purposes = Counter(), Counter()
    worst = 0.0
    for setting in chosen:
        for meeting in walk(setting, DTYPES[name], most):
            if meeting.purpose:
                purposes[meeting.purpose] += 1
                continue
            kind = kind_of(meeting)
            met[kind] += 1
            if kind == "steps":
                worst = max(worst, meeting.difference)
            met["ours_not_finite"] += not bool(meeting.ours.isfinite().all())
    return Parity(
        name=name,
        ours=None,
        peer=None,
        peer_name=PEERS[name],
        ratio=None,
        iqr=None,
        agreement=worst,
        unit="largest difference, relative beyond 1",
        steps=met["steps"],
        not_finite=met["not_finite"],
        ours_not_finite=met["ours_not_finite"],
        on_purpose=dict(purposes),
    )


def kind_of(meeting: Meeting) -> str:
    """Which count it belongs to."""
    return "steps" if bool(meeting.theirs.isfinite().all()) else "not_finite"
