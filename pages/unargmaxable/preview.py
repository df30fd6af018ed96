"""On Home: the shipped words in their band, and h going round."""

from view import bundle
from view.preview import hull


def draw() -> str:
    """The shipped pins in miniature."""
    shown = bundle.load("unargmaxable")[0]
    return hull(shown.w, shown.mute)
