"""The badge at the foot of the sidebar: what computes."""

from __future__ import annotations

import streamlit as st

from engine import jobs
from view.language import t

EVERY = 2.0  # seconds, until the worker has started


def device_badge() -> None:
    """The device's name; while the worker starts, that, and its name as soon as it is known."""
    if jobs.device() is None:
        _starting()
    else:
        st.caption(name(jobs.device()["label"], jobs.device()["cores"]))


def name(label: str, cores: int) -> str:
    """A device in words: a CPU with its cores, a GPU by its name."""
    return t("device.cpu", cores=cores) if label == "CPU" else label


@st.fragment(run_every=EVERY)
def _starting() -> None:
    if jobs.device() is not None:
        st.rerun()
    st.caption(t("device.starting"))
