"""Another network under the same sampler: the shipped builder, and one beside it."""

from __future__ import annotations

import streamlit as st

from engine.diffusion.config_fan import FanConfig
from engine.diffusion.config_networks import CLOSED, NetworksConfig, NetworksResult, opened
from engine.errors import InvalidParameter
from pages.ddim.experiments import hub
from view import controls, link
from view.experiment import ask
from view.export.menu import take_pictures
from view.language import number, t
from view.page import configured
from view.pictures import mosaic, pictures
from view.prose import Prose
from view.sentence import complain

FIRST = "half"
KINDS = (FIRST, "folder", "hub")
WIDE, COLUMNS = 236, 3


def show(text: Prose, hero: FanConfig) -> None:
    """Two networks, four runs each, all from the same noises."""
    place = st.container()
    shipped = contest("networks", NetworksConfig(seed=hero.seed))
    kind = _kind()
    config = OTHERS[kind](hero.seed)
    if config:
        contest(f"networks_{kind}", config)
    place.markdown(text.part("x_networks", **_numbers(shipped)))


def _kind() -> str:
    """What stands beside the shipped builder; a folder only where this server opens one."""
    there = tuple(kind for kind in KINDS if kind != "folder" or opened())
    kind = controls.segments("ddim", "net", there, FIRST)
    wanted = controls.opening("ddim", "net", FIRST)
    if wanted not in there and kind == FIRST:
        complain(InvalidParameter("net", CLOSED, wanted), "ddim")
    link.note("ddim", net=None if kind == FIRST else kind)
    return kind


def contest(name: str, config: NetworksConfig) -> NetworksResult | None:
    """The pictures of one network, a run beside the other, with the seconds of each."""
    place = st.container()
    shipped = config.kind in ("shipped", FIRST)
    work = "engine.diffusion.networks:run"
    result: NetworksResult | None = ask("ddim", name, work, config, shipped=shipped)
    if result is None:
        return None
    place.markdown(title(result))
    sheets = [mosaic(drawn, min(COLUMNS, len(drawn))) for drawn in result.pictures]
    said = [_said(result, *run) for run in result.config.runs]
    names = [t("ddim.networks.run", **one) for one in said]
    alts = [t("ddim.networks.alt", **one) for one in said]
    for k, column in enumerate(st.columns(len(sheets))):
        with column:
            pictures(sheets[k : k + 1], width=WIDE, caption=names[k : k + 1], alt=alts[k : k + 1])
    take_pictures(sheets, names, f"ddim_x_{name}", title(result).replace("**", ""), WIDE)
    return result


def title(result: NetworksResult) -> str:
    """Which network it is, how large, and what it was trained for."""
    kind, place = result.config.kind, result.config.place
    named = f"`{place.replace('`', ' ')}`" if place else t(f"ddim.net.{kind}")
    clip = f" · {t('ddim.networks.clip')}" if result.clip else ""
    told = {"weights": number(result.weights), "size": result.size, "T": str(result.times)}
    return t("ddim.networks.title", name=named, **told) + clip


def _said(result: NetworksResult, steps: int, eta: float) -> dict[str, str]:
    seconds = number(result.seconds_of(steps, eta), 2)
    count = str(result.pictures.shape[1])
    return {"S": str(steps), "eta": f"{eta:g}", "seconds": seconds, "count": count}


def _numbers(result: NetworksResult) -> dict[str, str]:
    few, many = result.config.steps[0], result.config.steps[-1]
    seconds = {n: number(result.seconds_of(s, 0.0), 2) for n, s in (("few", few), ("many", many))}
    return {"S_few": str(few), "S_many": str(many), **seconds}


def _folder(seed: int) -> NetworksConfig | None:
    """A folder on the server that the reader names."""
    written = controls.text("ddim", "folder", "", hub.LONGEST).strip()
    link.note("ddim", folder=written or None)
    if not written:
        return None
    return configured("ddim", lambda: NetworksConfig("folder", written, seed=seed), None, "folder")


def _model(seed: int) -> NetworksConfig | None:
    model = hub.chosen()
    return NetworksConfig("hub", model, seed=seed) if model else None


OTHERS = {
    FIRST: lambda seed: NetworksConfig(FIRST, seed=seed),
    "folder": _folder,
    "hub": _model,
}
