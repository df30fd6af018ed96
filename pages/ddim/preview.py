"""On Home: where the crowd ends, in more and more steps."""

from view import bundle
from view.preview import crowds

STEPS = (1, 2, 3, 5, 10, 1000)


def draw() -> str:
    """The shipped histograms at eta = 0 in miniature."""
    shown = bundle.load("ddim")[0]
    row = shown.ends[shown.config.etas.index(0.0)]
    return crowds([row[shown.config.steps.index(steps)] for steps in STEPS])
