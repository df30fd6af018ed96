"""Hide a word: five are averaged into a sixth, and the proof names them."""

import numpy as np
import streamlit as st

from engine.unargmaxable.config_hero import HullConfig
from engine.unargmaxable.config_hide import WIDTHS, HideConfig, HideResult
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

DEFAULT = HideConfig()
LEAST = 1e-6
"""Shares below this are rounding."""


def show(text: Prose, hero: HullConfig) -> None:
    """The certificate, Frank–Wolfe for the hidden and for an ordinary word, the push outwards."""
    place = st.container()
    wide = controls.segments("unargmaxable", "wide", tuple(map(str, WIDTHS)), str(DEFAULT.d))
    link.note("unargmaxable", wide=wide)

    def make() -> HideConfig:
        return HideConfig(d=int(wide), seed=hero.seed)

    config = configured("unargmaxable", make, DEFAULT, "hide")
    work = "engine.unargmaxable.hide:run"
    result: HideResult = ask("unargmaxable", f"hide_{config.d}", work, config)
    said = _said(result)
    place.markdown(text.part("x_hide", **said))
    left, right = st.columns(2)
    with left:
        _falling(result, said)
    with right:
        lines(
            [Series(t("unargmaxable.hide.lead"), "data", result.lead, result.push)],
            key="unargmaxable_x_push",
            x=t("unargmaxable.hide.push"),
            y=t("unargmaxable.hide.lead"),
            alt=t("unargmaxable.hide.push.alt", **said),
            legend=False,
        )
    st.markdown(_certificate(result))


def _said(result: HideResult) -> dict[str, str]:
    config, wins = result.config, np.flatnonzero(result.lead > 0)
    return {
        "count": number(config.count),
        "d": str(config.d),
        "mixed": str(config.mixed),
        "true": " · ".join(f"#{k}" for k in sorted(result.true.tolist())),
        "verdict": t(f"unargmaxable.hide.{'same' if result.found else 'others'}"),
        "missed": f"{result.missed:.0e}".replace("-", "−"),
        "last": number(result.lengths[-1], 3),
        "plain": number(result.above[-1], 3),
        "wins": number(result.push[wins[0]], 1) if len(wins) else "—",
    }


def _falling(result: HideResult, said: dict[str, str]) -> None:
    drawn = (
        ("hidden", "model", result.lengths),
        ("ordinary", "data", result.plain),
        ("bound", "noise", result.above),
    )
    lines(
        [
            Series(t(f"unargmaxable.hide.{n}"), i, y, np.arange(1, len(y) + 1), marks=False)
            for n, i, y in drawn
        ],
        key="unargmaxable_x_hide",
        x=t("unargmaxable.proof.steps"),
        y="‖Σ α Δ‖",
        alt=t("unargmaxable.hide.alt", **said),
        log_x=True,
    )


def _certificate(result: HideResult) -> str:
    """Markdown: the rows that the certificate names, and their shares."""
    order = [k for k in np.argsort(-result.weights) if result.weights[k] > LEAST]
    names = " | ".join(
        f"**#{result.rows[k]}**" if result.rows[k] in result.true else f"#{result.rows[k]}"
        for k in order
    )
    shares = " | ".join(number(result.weights[k], 3) for k in order)
    row, share = t("unargmaxable.hide.row"), t("unargmaxable.hide.share")
    rule = "|".join("---" for _ in range(len(order) + 1))
    return f"| {row} | {names} |\n|{rule}|\n| {share} | {shares} |"
