"""Kernels on the clock: seconds over the length, fused attention over the rest, the roofline."""

import streamlit as st

from engine.attention.config import DTYPES, KERNELS, MeasureConfig, MeasureResult, swept
from engine.attention.config_budget import BudgetConfig
from pages.attention.experiments.clocked import clocked
from pages.attention.experiments.ratios import noise, said, table
from pages.attention.said import crossed
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import t
from view.page import configured
from view.prediction import told
from view.prose import Prose

SLUG, WORK, DEFAULT = "attention", "engine.attention.measure:run", MeasureConfig()
WAYS = ("forward", "both")
ASKED = BudgetConfig().n
"""The length that the page asks about."""
IDENTITIES = dict(zip(KERNELS, ("noise", "prediction", "model", "warning", "data"), strict=True))


def show(text: Prose, hero: BudgetConfig) -> None:
    """Three charts, the crossings by clock and by count, and whether they agree."""
    place = st.container()
    config = configured(SLUG, _config, DEFAULT, "kernels")
    result: MeasureResult = ask(SLUG, "kernels", WORK, config)
    words = crossed(result) | said(result)
    place.markdown(text.part("x_kernels", **words))
    place.markdown(t(f"attention.kernels.{result.verdict}", **words))
    if result.unsteady:
        place.markdown(t("attention.kernels.noisy", **noise(result)))
    left, right = st.columns(2)
    with left:
        _seconds(result, words)
    with right:
        _ratio(result, words)
    left, right = st.columns(2)
    with left:
        _roofline(result, words)
        if result.config.backward:
            st.caption(t("attention.roofline.forward"))
    with right:
        st.markdown(t("attention.ratios.title"))
        st.markdown(table(result, None if told(SLUG) else ASKED))


def _config() -> MeasureConfig:
    with st.container(horizontal=True, vertical_alignment="bottom", key="attention_x_kernels"):
        dtype = controls.segments(SLUG, "dtype", DTYPES, DEFAULT.dtype)
        way = controls.segments(SLUG, "way", WAYS, "forward")
        batch = controls.whole(SLUG, "batch", DEFAULT.batch)
    link.note(SLUG, dtype=dtype, way=way, batch=batch)
    return swept(dtype, way == "both", batch)


def _seconds(result: MeasureResult, said: dict[str, str]) -> None:
    lines(
        clocked(result, IDENTITIES.items(), "kernel", 1e3, result.tokens),
        key="attention_x_seconds",
        x=t("attention.axis.tokens"),
        y=t("attention.axis.ms"),
        alt=t("attention.kernels.alt", **said),
        log_x=True,
        log_y=True,
        height=340,
    )


def _ratio(result: MeasureResult, said: dict[str, str]) -> None:
    clock, ends = t("attention.by_clock"), result.ratio_ends
    lines(
        [
            Series(clock, "prediction", result.ratio, result.lengths, quartiles=ends),
            Series(t("attention.by_count"), "truth", result.counted, result.lengths, marks=False),
        ],
        key="attention_x_ratio",
        x=t("attention.axis.n"),
        y=t("attention.axis.ratio"),
        alt=t("attention.ratio.alt", **said),
        log_x=True,
        log_y=True,
        height=340,
    )


def _roofline(result: MeasureResult, said: dict[str, str]) -> None:
    """Each kernel's rate against its FLOPs a byte, under the roof of the device."""
    roof_x, roof_y = result.roof
    drawn = [
        Series(
            t(f"attention.kernel.{name}"),
            IDENTITIES[name],
            result.rate[name] / 1e9,
            result.intensity[name],
        )
        for name in KERNELS
    ]
    drawn.append(Series(t("attention.roof"), "truth", roof_y / 1e9, roof_x, marks=False))
    lines(
        drawn,
        key="attention_x_roofline",
        x=t("attention.axis.intensity"),
        y=t("attention.axis.rate"),
        alt=t("attention.roofline.alt", **said),
        log_x=True,
        log_y=True,
        height=340,
    )
