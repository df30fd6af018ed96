"""The last matrix of a model of the Hub, chosen or named."""

from __future__ import annotations

from engine.unargmaxable.config_head import HEAD_MODELS, HeadConfig
from engine.unargmaxable.config_vocabulary import VocabularyConfig
from view import controls, hub, link

SLUG, OTHER, LONGEST = "unargmaxable", "other", 200
LOOK, FETCH = "engine.unargmaxable.heads:look", "engine.unargmaxable.heads:fetch"
MODELS = (*HEAD_MODELS, OTHER)


def config(plant: bool, seed: int) -> VocabularyConfig | None:
    """The model once its matrix is here; None until then, and what is to be done about it.

    Raises `InvalidParameter` for what is no id.
    """
    named = controls.choice(SLUG, "hub", MODELS, OTHER)
    link.note(SLUG, hub=None if named == OTHER else named)
    written = controls.text(SLUG, "model", "", LONGEST).strip() if named == OTHER else ""
    link.note(SLUG, model=written or None)
    model = written if named == OTHER else named
    if not model:
        return None
    asked = HeadConfig(model)
    here = hub.loaded(SLUG, LOOK, FETCH, asked, {"model": asked.model})
    return VocabularyConfig("hub", plant, seed, model=model) if here else None
