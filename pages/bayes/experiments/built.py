"""Part of the experiment on variances: the trained builder, houses in few steps."""

import streamlit as st

from engine.diffusion.config_bells import BayesConfig
from engine.diffusion.config_houses import HousesConfig, HousesResult
from engine.diffusion.config_variances import NAMES
from pages.bayes.experiments.said import markdown, measured
from view.experiment import ask
from view.language import t
from view.pictures import pictures
from view.prose import Prose
from view.trouble import admit


def built(text: Prose, hero: BayesConfig) -> None:
    """A table of bits and patch distances, and a row of houses for each variance."""
    place = st.container()
    config = HousesConfig(seed=hero.seed)
    result: HousesResult = ask("bayes", "houses", "engine.diffusion.variances_houses:run", config)
    admit(result)
    few = str(result.config.few)
    probes = {"probes": str(result.config.probes), "count": str(result.config.count)}
    place.markdown(text.part("x_houses", few=few, **probes))
    st.markdown(_table(result))
    for name, images in zip(NAMES, result.built, strict=True):
        st.caption(t(f"bayes.variance.{name}"))
        said = t("bayes.houses.alt", variance=t(f"bayes.variance.{name}"), steps=few)
        pictures(images, width=88, alt=[said] * len(images))


def _table(result: HousesResult) -> str:
    """Markdown: a row a variance; bits at each number of steps, then the patch distance."""
    steps = [t("bayes.houses.bits", steps=str(s)) for s in result.config.steps]
    head = [t("bayes.variance"), *steps, t("bayes.houses.distance", steps=str(result.config.few))]
    rows = [[t(f"bayes.variance.{name}"), *_row(result, name)] for name in NAMES]
    return markdown([head, ["---"] * len(head), *rows])


def _row(result: HousesResult, name: str) -> list[str]:
    bits = [measured(one, 2) for one in result.bits_of(name)]
    return [*bits, measured(result.times_floor(name), 2)]
