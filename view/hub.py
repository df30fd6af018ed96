"""A model of the Hub: its size is looked up first, it is downloaded when the reader says so."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import streamlit as st

from engine import jobs
from engine.jobs import Status
from view import controls
from view.language import number, t
from view.live import session
from view.polling import ENDED, again, poll

BYTES = 1e6
"""Bytes in an MB."""


def loaded(slug: str, look: str, fetch: str, config: Hashable, said: Mapping[str, Any]) -> bool:
    """Whether the model of `config` need not be downloaded any more; else its size, and a button.

    `look` and `fetch` are works on `config`; the Result of `look` has `here` and `size`. The page
    says `<slug>.hub.size` and the button `<slug>.download`, with what is `said` and the size.
    """
    if jobs.cached(fetch, config) is not None:
        return True
    lane = f"x_{slug}_look"
    job = jobs.submit(session(), lane, look, config)
    status = job.status()
    if status.state != "done":
        poll(job, slug, "look", lambda _: t("hub.looking"))
        again(job, session(), lane)
        return False
    size = {"size": number(status.result.size / BYTES, 1)}
    return status.result.here or _download(slug, fetch, config, {**said, **size})


def _download(slug: str, fetch: str, config: Hashable, said: Mapping[str, Any]) -> bool:
    """The button that begins it; then progress and Cancel; whether it is here now."""
    wanted, lane = f"_wanted_{slug}_{hash(config)}", f"x_{slug}_fetch"
    if st.session_state.get(wanted):
        job = jobs.submit(session(), lane, fetch, config)
        if job.status().state == "done":
            return True
        poll(job, slug, "fetch", _loading)
        if job.status().state not in ENDED:
            return False
        st.session_state.pop(wanted)
        jobs.release(session(), lane)
    st.caption(t(f"{slug}.hub.size", **said))
    controls.button(slug, "download", _want, (wanted,), moves="hub", said=said)
    return False


def _want(wanted: str) -> None:
    st.session_state[wanted] = True


def _loading(status: Status) -> str:
    done, total = (number(n / BYTES, 1) for n in (status.done, status.total))
    return t("hub.loading", done=done, total=total)
