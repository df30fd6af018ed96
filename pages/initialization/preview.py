"""On Home: the skip path's river at the shipped stds, drying up one after the other."""

from engine.initialization.config_hero import AT
from view import bundle
from view.preview import rivers


def draw() -> str:
    """The shipped hero in miniature: skip path and total gradient at 0.02 and at Xavier's."""
    shown = bundle.load("initialization")[0]
    skip, total = shown.median("skip"), shown.median("total")
    return rivers([(skip[k], total[k]) for k in AT.values()])
