"""On Home: two clues and their product."""

from engine.diffusion.config_bells import REACH
from view import bundle
from view.preview import bells


def draw() -> str:
    """The shipped bells in miniature."""
    shown = bundle.load("bayes")[0]
    one, other = shown.prior, shown.likelihood
    return bells((one.mean, one.sd), (other.mean, other.sd), REACH)
