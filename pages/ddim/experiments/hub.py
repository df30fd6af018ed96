"""A model of the Hub, chosen or named."""

from __future__ import annotations

from engine.diffusion.config_hub import HUB_MODELS, HubConfig
from view import controls, hub, link
from view.page import configured

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
    here = hub.loaded("ddim", LOOK, FETCH, config, {"model": config.model})
    return config.model if here else None
