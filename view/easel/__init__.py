"""The easel: what a reader draws by hand: a picture, a falling curve, a guess as line or bar.

Instruments, each with its words from the page and its state in the browser: nothing comes
back before the hand is lifted. What was drawn outlives the instrument: one that comes back in
the same session opens with it.
"""

from view.easel.bar import Known, Scale, bar, bar_words
from view.easel.curve import curve, curve_words, knots
from view.easel.flags import flags, flags_words
from view.easel.line import Axes, Line, line, line_words
from view.easel.paint import paint, paint_words

__all__ = [
    "Axes",
    "Known",
    "Line",
    "Scale",
    "bar",
    "bar_words",
    "curve",
    "curve_words",
    "flags",
    "flags_words",
    "knots",
    "line",
    "line_words",
    "paint",
    "paint_words",
]
