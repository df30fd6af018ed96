"""The easel: what a reader draws by hand, a picture or a falling curve.

Two instruments, each with its words from the page and its state in the browser: nothing comes
back before the hand is lifted. What was drawn outlives the instrument: one that comes back in
the same session opens with it.
"""

from view.easel.curve import curve, curve_words, knots
from view.easel.paint import paint, paint_words

__all__ = ["curve", "curve_words", "knots", "paint", "paint_words"]
