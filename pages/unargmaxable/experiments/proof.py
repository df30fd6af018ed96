"""Proof as a film: Frank–Wolfe converges to the word; and a chain in which others still say it."""

from typing import Any

import numpy as np
import streamlit as st

from engine.unargmaxable.config_film import FilmConfig, FilmResult
from engine.unargmaxable.config_hero import HullConfig
from pages.unargmaxable.experiments.band import Still, stills
from pages.unargmaxable.experiments.pull import WORDS
from view import controls, link
from view.board import board
from view.board.hull import word
from view.board.wolfe import wolfe_words
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

SLUG, DEFAULT, KEY = "unargmaxable", FilmConfig(), "unargmaxable_wolfe"
DIGITS = 15
"""Digits of a weight that travel."""


def show(text: Prose, hero: HullConfig) -> None:
    """The stills, the falling length with its bound, the certificate, and the chain."""
    place = st.container()
    config = configured(SLUG, lambda: _config(hero), DEFAULT, "proof")
    result: FilmResult = ask(SLUG, "proof", "engine.unargmaxable.film:run", config)
    said = _said(result)
    place.markdown(text.part("x_proof", **said))
    _film(result)
    stills(_stills(result), key="unargmaxable_x_film", alt=t("unargmaxable.proof.alt", **said))
    left, right = st.columns(2)
    with left:
        _falling(result, said)
    with right:
        st.markdown(_chain(result))


def _config(hero: HullConfig) -> FilmConfig:
    there = [f"w{pin[0]}" for pin in hero.placed]
    pulled = controls.choice(SLUG, "pulled", WORDS, f"w{DEFAULT.word}")
    link.note(SLUG, pulled=pulled)
    chosen = pulled if pulled in there else there[0]
    return FilmConfig(pins=hero.placed, word=int(chosen[1:]), seed=hero.seed)


def _film(result: FilmResult) -> None:
    """The path to be scrubbed in the browser."""
    opening = controls.opening(SLUG, "film")
    there = {} if opening is None else {"at": opening}
    badge = {"kind": "exact", "label": t("badge.exact"), "text": t("unargmaxable.proof.float64")}
    state = board(KEY, f"{SLUG}_proof", "wolfe", _scene(result), wolfe_words(badge), there)
    link.note(SLUG, film=round(state["at"], 4) if state else opening)


def _scene(result: FilmResult) -> dict[str, Any]:
    """What the law replays: words, places, and the weights after every step."""
    return {
        "of": f"{result.config.word}.{hash(result.config)}",
        "words": result.words.tolist(),
        "places": result.w.tolist(),
        "own": result.row,
        "mute": result.mute,
        "weights": [[round(a, DIGITS) for a in alpha] for alpha in result.way.tolist()],
        "lengths": result.lengths.tolist(),
        "least": result.least.tolist(),
    }


def _name(result: FilmResult, row: int) -> str:
    return word(int(result.words[row]))


def _certificate(result: FilmResult) -> str:
    used = np.flatnonzero(result.certificate)
    if not len(used):
        return t("unargmaxable.proof.wins", margin=number(result.margin, 3))
    parts = [f"{number(result.certificate[i], 3)} {_name(result, i)}" for i in used]
    return t("unargmaxable.proof.is", word=_name(result, result.row), mean=" + ".join(parts))


def _said(result: FilmResult) -> dict[str, str]:
    return {
        "word": _name(result, result.row),
        "steps": number(len(result.lengths)),
        "first": number(result.lengths[0], 3),
        "last": f"{result.lengths[-1]:.1e}".replace("-", "−"),
        "certificate": _certificate(result),
    }


def _stills(result: FilmResult) -> list[Still]:
    return [
        Still(
            words=result.words,
            w=result.w,
            weights=weights,
            mean=mean,
            pulled=result.row,
            name=t("unargmaxable.proof.step", step=number(step)),
        )
        for step, weights, mean in zip(result.stills, result.weights, result.means, strict=True)
    ]


def _falling(result: FilmResult, said: dict[str, str]) -> None:
    steps = np.arange(1, len(result.lengths) + 1)
    drawn = [Series(t("unargmaxable.proof.length"), "model", result.lengths, steps, marks=False)]
    if not result.mute:
        drawn.append(
            Series(t("unargmaxable.proof.bound"), "data", result.least, steps, marks=False)
        )
    lines(
        drawn,
        key="unargmaxable_x_falling",
        x=t("unargmaxable.proof.steps"),
        y="‖Σ α Δ‖",
        alt=t("unargmaxable.proof.chart.alt", **said),
        log_x=True,
        log_y=result.mute,
    )


def _chain(result: FilmResult) -> str:
    """Markdown: who says which sequence, how likely it is, and whether the word is in it."""
    named = [t("unargmaxable.proof.greedy")]
    named += [t("unargmaxable.proof.beam", width=width) for width in result.config.widths]
    named.append(t("unargmaxable.proof.best"))
    roads = [result.greedy, *result.beams, result.best]
    rows = [
        f"| {name} | {_road(result, road)} | {number(100 * chance, 3)}% |"
        for name, road, chance in zip(named, roads, result.chances, strict=True)
    ]
    head = " | ".join(t(f"unargmaxable.proof.{name}") for name in ("who", "road", "chance"))
    sampling = t(
        "unargmaxable.proof.sampling",
        word=_name(result, result.row),
        ever=number(100 * result.ever, 1),
        length=result.config.length,
    )
    return "\n".join([f"| {head} |", "|---|---|---|", *rows, "", sampling])


def _road(result: FilmResult, road: np.ndarray) -> str:
    names = [_name(result, row) for row in road]
    marked = [f"**{n}**" if row == result.row else n for n, row in zip(names, road, strict=True)]
    return " → ".join(marked)
