"""The experiments in the order of their chips, and what of theirs a link carries."""

from engine.unargmaxable.config import VERDICTS
from engine.unargmaxable.config_hide import WIDTHS
from engine.unargmaxable.config_lift import NORMS
from engine.unargmaxable.config_vocabulary import SOURCES
from pages.unargmaxable.experiments import (
    brought,
    cures,
    hide,
    lift,
    model,
    proof,
    pull,
    verdicts,
    vocabulary,
)
from view import link

EXPERIMENTS = {
    "pull": pull,
    "lift": lift,
    "vocabulary": vocabulary,
    "proof": proof,
    "cures": cures,
    "hide": hide,
}
IN_EXPERIMENTS = (
    link.Choice("pulled", pull.WORDS),
    link.Real("film", 0.0, 1.0),
    link.Choice("norms", tuple(NORMS)),
    link.Choice("wide", tuple(map(str, WIDTHS))),
    link.Choice("from", SOURCES),
    link.Switch("plant"),
    link.Choice("hub", model.MODELS),
    link.Text("model", model.LONGEST),
    link.Text("tensor", brought.LONGEST),
    link.Text("search", verdicts.LONGEST),
    link.Choice("verdict", (verdicts.ALL, *VERDICTS)),
)
