"""Waiting for a job, beside a figure that stays as it is.

Only this fragment runs again and again; the page runs once more when the job has ended.
Keep figures out of it: what a fragment draws is sent anew at each tick.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine import jobs
from engine.jobs import Job, Status
from view.language import number, t
from view.sentence import explain

EVERY = 0.5  # seconds
ENDED = ("done", "failed", "cancelled")


def poll(
    job: Job | None,
    page: str,
    key: str = "job",
    words: Callable[[Status], str] | None = None,
) -> None:
    """Progress, place in the queue and Cancel while `job` goes on; a sentence if it failed.

    `page` is the slug, `key` tells several jobs of a page apart; `words` says where a job
    stands. Draws nothing once done.
    """
    if job is None:
        return
    status = job.status()
    if status.state not in ENDED:
        _watch(job, f"{page}_{key}", words or said)
    elif status.state == "failed":
        explain(status.error, page)
    elif status.state == "cancelled":
        st.caption(t("job.cancelled"))


def await_quietly(job: Job | None, page: str, key: str) -> None:
    """Run the page once more when `job` has ended, and draw nothing meanwhile: it is short."""
    if job is not None and job.status().state not in ENDED:
        _await(job, f"{page}_{key}")
    elif job is not None:
        poll(job, page, key)


def again(job: Job | None, session: str, lane: str) -> None:
    """A button that asks anew for what failed or was cancelled in `lane` of `session`."""
    if job is not None and job.status().state in ("failed", "cancelled"):
        st.button(t("job.again"), on_click=jobs.release, args=(session, lane), key=f"again_{lane}")


@st.fragment(run_every=EVERY)
def _await(job: Job, key: str) -> None:
    if job.status().state in ENDED:
        st.rerun()


@st.fragment(run_every=EVERY)
def _watch(job: Job, key: str, words: Callable[[Status], str]) -> None:
    status = job.status()
    if status.state in ENDED:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key=f"poll_{key}"):
        st.progress(share(status), text=words(status))
        if st.button(t("job.cancel"), key=f"{key}_cancel"):
            job.cancel()
            st.rerun()


def share(status: Status) -> float:
    """How much is done, from 0 to 1."""
    return min(1.0, status.done / status.total) if status.total else 0.0


def said(status: Status) -> str:
    """Where the job stands, in words."""
    if status.place:
        return t("job.queued", place=status.place, seconds=number(status.seconds))
    if not status.total:
        return t("job.starting", seconds=number(status.seconds))
    return t(
        "job.running",
        done=status.done,
        total=status.total,
        seconds=number(status.seconds),
    )
