"""A training takes the better part of a minute: it is watched as it goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from engine.initialization.config_training import EVERY, blocks
from engine.jobs import Job
from view.chart import Series, lines
from view.language import t

SLUG = "initialization"


def as_it_comes(name: str, series: Sequence[tuple[str, str]]) -> Callable[[Job], None]:
    """What draws a job's losses so far, each of `series` a name and an identity."""

    @st.fragment(run_every=1.0)
    def draw(job: Job) -> None:
        losses = job.status().preview
        if losses is not None and np.isfinite(losses).any():
            with st.container(key=f"coming_{name}"):
                curves(name, losses, series)

    return draw


def curves(name: str, losses: np.ndarray, series: Sequence[tuple[str, str]]) -> None:
    """Means of ten steps each, as far as they have come."""
    y = blocks(losses)
    x = EVERY * np.arange(1, y.shape[1] + 1)
    done = int(np.isfinite(losses).any(axis=0).sum())
    lines(
        [
            Series(said, ink, one, x, marks=False)
            for (said, ink), one in zip(series, y, strict=True)
        ],
        key=f"initialization_coming_{name}",
        x=t(f"{SLUG}.training.x"),
        y=t(f"{SLUG}.training.y"),
        alt=t(f"{SLUG}.training.coming", done=done, total=losses.shape[1]),
    )
