"""What a figure shows while its own numbers are still being computed.

A page asks for a Result and gets one at once: the finished one if it is there, else the
last good one of this session, else the bundle that was shipped. The job that computes
the right one goes on beside it; `view.polling` shows its progress.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import streamlit as st

from engine import jobs
from view import bundle


@dataclass(frozen=True)
class Live:
    """`result` to show now, `origin` its date if it was shipped, else None (computed here).

    `job` computes what was asked for and is None once that is shown; `waiting` says that
    it has not been submitted yet (the shipped result already answers the question).
    """

    result: Any
    origin: str | None
    job: jobs.Job | None
    waiting: bool = False


def session() -> str:
    """A name for this browser session, the owner of its jobs."""
    return st.session_state.setdefault("_session", uuid4().hex)


def live(
    slot: str,
    work: str,
    config: Any,
    shipped: str | None,
    lane: str | None = None,
    patience: float = 0.0,
) -> Live:
    """The Result of `work(config)` or the best there is, for `slot` of this session.

    `shipped` names the bundle of the first paint; without one the result is None until it
    is there. Where the bundle answers `config` exactly, the computing waits for a second run
    of the page, so that the first visit is not slowed.
    Jobs of one `lane` (the slot itself, if none is given) supersede one another. A job that
    is done within `patience` seconds is waited for.
    """
    kept = st.session_state.setdefault("_shown", {})
    known = jobs.cached(work, config)
    if known is not None:
        kept[slot] = (known, None)
    elif slot not in kept:
        kept[slot] = bundle.load(shipped) if shipped else (None, None)
        if shipped and kept[slot][0].config == config:
            return Live(*kept[slot], job=None, waiting=True)
    result, origin = kept[slot]
    lane = lane or slot
    if result and result.config == config and origin is None:
        jobs.release(session(), lane)
        return Live(result, None, job=None)
    job = jobs.submit(session(), lane, work, config)
    job.task.finished.wait(patience)
    status = job.status()
    if status.state != "done":
        return Live(result, origin, job)
    kept[slot] = (status.result, None)
    return Live(status.result, None, job=None)


def still(slot: str, shipped: str | None, config: Any = None) -> Live:
    """What `slot` of this session showed last, else what was shipped; nothing is computed.

    What was shipped comes first where it is what `config` asks for, and the last one is not.
    """
    result, origin = st.session_state.setdefault("_shown", {}).get(slot, (None, None))
    first = bundle.load(shipped) if shipped else (None, None)
    wanted = result is not None and result.config != config and first[0] is not None
    if result is None or (wanted and first[0].config == config):
        result, origin = first
    return Live(result, origin, job=None)


def later(shown: Live, key: str = "hero", every: float = 1.5) -> None:
    """Run the page once more, soon, where `shown` has not been asked of this machine yet."""
    if shown.waiting:
        st.session_state.pop(f"_later_{key}", None)
        st.fragment(_later, run_every=every)(f"_later_{key}")


def _later(slot: str) -> None:
    if st.session_state.pop(slot, False):
        st.rerun()
    st.session_state[slot] = True
