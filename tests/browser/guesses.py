"""A small page for the tests: one question, answered once with a bar and once with a line."""

import streamlit as st

from view import link
from view.easel import Axes, Known, Scale, bar, bar_words, line, line_words
from view.prediction import asked, shown
from view.style import switch

SCALE = Scale(0, 100, step=1, unit="%")
AXES = Axes((1, 12), (0, 1), "layer", "what is left", count=12)
TRUTH = [0.5**k for k in range(12)]

link.keep()
switch("demo", link.lecture())
told = shown("ddpm")
words, known = bar_words("The share of the layer"), [Known("known", 40)]
height = bar("guess_bar", "bar", SCALE, words, known, answer=12.5 if told else None)
words = line_words(AXES, "What is left")
drawn = line("guess_line", "line", AXES, words, answer=TRUTH if told else None)
asked("ddpm", None)
st.text(f"bar {height} line {drawn and round(drawn.apart(TRUTH), 4)}")
