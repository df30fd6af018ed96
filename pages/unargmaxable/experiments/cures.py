"""Cures: which change of the words leaves nobody mute, and what temperature cannot change."""

import streamlit as st

from engine.unargmaxable.config_cures import CURES, CuresConfig, CuresResult
from engine.unargmaxable.config_hero import HullConfig
from view.board.hull import word
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

DEFAULT = CuresConfig()


def show(text: Prose, hero: HullConfig) -> None:
    """The table of cures, and the probabilities over the temperature."""
    place = st.container()

    def make() -> CuresConfig:
        return CuresConfig(hero.placed, hero.angle, hero.length, hero.seed)

    config = configured("unargmaxable", make, DEFAULT, "cures")
    result: CuresResult = ask("unargmaxable", "cures", "engine.unargmaxable.cures:run", config)
    first, loud = (word(int(result.words[row])) for row in (result.first, result.loudest))
    said = {"first": first, "loud": loud, "best": number(100 * result.best[result.loudest], 1)}
    said |= {"even": number(100 / len(result.words), 1), "mute": number(result.count("none"))}
    place.markdown(text.part("x_cures", **said))
    left, right = st.columns(2)
    with left:
        st.markdown(_table(result))
    with right:
        _warm(result, said)


def _table(result: CuresResult) -> str:
    """Markdown: how many words are mute under each cure, and which."""
    head = "| " + " | ".join(t(f"unargmaxable.cures.{n}") for n in ("cure", "mute", "who")) + " |"
    rows = [head, "|---|---|---|"]
    for cure, mute in zip(CURES, result.mute, strict=True):
        names = " · ".join(word(int(k)) for k in result.words[mute]) or "—"
        rows.append(f"| {t(f'unargmaxable.cure.{cure}')} | {result.count(cure)} | {names} |")
    return "\n".join(rows)


def _warm(result: CuresResult, said: dict[str, str]) -> None:
    rows = [(said["first"], "data", result.first), (said["loud"], "noise", result.loudest)]
    lines(
        [
            Series(name, identity, result.chances[:, row], result.taus, marks=False)
            for name, identity, row in rows
        ],
        key="unargmaxable_x_warm",
        x=t("unargmaxable.cures.tau"),
        y=t("unargmaxable.cures.chance"),
        alt=t("unargmaxable.cures.alt", **said),
        log_x=True,
    )
