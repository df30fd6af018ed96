"""What linearity costs: the rank of the map and how sharply its rows can look."""

import numpy as np
import streamlit as st

from engine.attention.config_budget import BudgetConfig
from engine.attention.config_maps import SHARPNESS, MapsConfig, MapsResult
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

SLUG, WORK, DEFAULT = "attention", "engine.attention.maps:run", MapsConfig()
KINDS = (("softmax", "noise"), ("linear", "model"), ("wider", "warning"))


def show(text: Prose, hero: BudgetConfig) -> None:
    """Singular values on the left, the rows' entropy against sharpness on the right."""
    place = st.container()
    config = configured(SLUG, _config, DEFAULT, "maps")
    result: MapsResult = ask(SLUG, "maps", WORK, config)
    said = _said(result)
    place.markdown(text.part("x_maps", **said))
    left, right = st.columns(2)
    with left:
        _spectra(result, said)
    with right:
        _entropies(result, said)


def _config() -> MapsConfig:
    choices = tuple(map(str, SHARPNESS))
    sharp = controls.segments(SLUG, "sharp", choices, str(DEFAULT.sharp))
    link.note(SLUG, sharp=sharp)
    return MapsConfig(sharp=float(sharp))


def _name(kind: str, result: MapsResult) -> str:
    return t(f"attention.map.{kind}", wider=str(result.config.wider))


def _spectra(result: MapsResult, said: dict[str, str]) -> None:
    places = np.arange(1, result.config.n + 1)
    drawn = [
        Series(_name(kind, result), identity, values[:rank], places[:rank], marks=False)
        for (kind, identity), values, rank in zip(
            KINDS, result.values, result.rank.astype(int), strict=True
        )
    ]
    lines(
        drawn,
        key="attention_x_spectra",
        x=t("attention.axis.place"),
        y=t("attention.axis.singular"),
        alt=t("attention.spectra.alt", **said),
        log_y=True,
        height=320,
    )


def _entropies(result: MapsResult, said: dict[str, str]) -> None:
    lines(
        [
            Series(_name(kind, result), identity, 100 * values, result.sharpness)
            for (kind, identity), values in zip(KINDS, result.entropies, strict=True)
        ],
        key="attention_x_entropies",
        x=t("attention.axis.sharp"),
        y=t("attention.axis.entropy"),
        alt=t("attention.entropies.alt", **said),
        height=320,
    )


def _said(result: MapsResult) -> dict[str, str]:
    config = result.config
    said = {"n": number(config.n), "d": str(config.head), "wider": str(config.wider)}
    said |= {"sharp": f"{config.sharp:g}", "sharpest": f"{SHARPNESS[-1]:g}"}
    for (kind, _), rank, entropy, all_of in zip(
        KINDS, result.rank, result.entropy, result.entropies, strict=True
    ):
        said |= {
            f"rank_{kind}": number(rank),
            f"entropy_{kind}": number(100 * entropy, 1),
            f"last_{kind}": number(100 * all_of[-1], 1),
        }
    return said
