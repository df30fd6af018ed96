"""On Home: both lines of the shipped hero, one swings."""

from engine.logistic_regression.config import BOX
from view import bundle
from view.preview import lines


def draw() -> str:
    """The shipped picture in miniature: the closed form with and without the far point."""
    shown = bundle.load("logistic_regression")[0]
    return lines(shown.config.points, shown.without_closed, shown.closed, shown.mle, BOX)
