"""A model of the Hub: its size is looked up first, it is downloaded when the reader says so."""

from __future__ import annotations

import streamlit as st

from engine import jobs
from engine.diffusion.config_hub import HUB_MODELS, HubConfig, HubResult, megabytes
from engine.jobs import Status
from view import controls, link
from view.language import number, t
from view.live import session
from view.page import configured
from view.polling import ENDED, again, poll

LOOK, FETCH = "engine.diffusion.hub:look", "engine.diffusion.hub:fetch"
OTHER, LONGEST = "other", 200
MODELS = (*HUB_MODELS, OTHER)


def chosen() -> str | None:
    """The id of a model that is here; None until then, and what is to be done about it."""
    named = controls.choice("ddim", "hub", MODELS, HUB_MODELS[0])
    link.note("ddim", hub=None if named == HUB_MODELS[0] else named)
    written = controls.text("ddim", "model", "", LONGEST).strip() if named == OTHER else ""
    link.note("ddim", model=written or None)
    model = written if named == OTHER else named
    if not model:
        return None
    config = configured("ddim", lambda: HubConfig(model), None, "hub")
    if config is None:
        return None
    return config.model if jobs.cached(FETCH, config) or _here(config) else None


def _here(config: HubConfig) -> bool:
    """Whether it need not be downloaded any more; else its size, and a button."""
    lane = "x_ddim_look"
    job = jobs.submit(session(), lane, LOOK, config)
    status = job.status()
    if status.state != "done":
        poll(job, "ddim", "look", lambda _: t("ddim.hub.looking"))
        again(job, session(), lane)
        return False
    return status.result.here or _download(config, status.result)


def _download(config: HubConfig, found: HubResult) -> bool:
    """The button that begins it; then progress and Cancel; whether it is here now."""
    wanted, lane = f"_wanted_{config.model}", "x_ddim_fetch"
    size = {"size": number(found.megabytes, 1)}
    if st.session_state.get(wanted):
        job = jobs.submit(session(), lane, FETCH, config)
        if job.status().state == "done":
            return True
        poll(job, "ddim", "fetch", _loading)
        if job.status().state not in ENDED:
            return False
        st.session_state.pop(wanted)
        jobs.release(session(), lane)
    st.caption(t("ddim.hub.size", model=config.model, **size))
    controls.button("ddim", "download", _want, (wanted,), moves="hub", said=size)
    return False


def _want(wanted: str) -> None:
    st.session_state[wanted] = True


def _loading(status: Status) -> str:
    done, total = (number(megabytes(n), 1) for n in (status.done, status.total))
    return t("ddim.hub.loading", done=done, total=total)
