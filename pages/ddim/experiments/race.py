"""The race of the solvers: error against how often the denoiser was asked."""

import streamlit as st

from engine.diffusion.config_fan import FanConfig
from engine.diffusion.config_race import RACES, SOLVERS, VARIABLES, RaceConfig, RaceResult
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.prose import Prose

IDENTITY = {"euler": "noise", "heun": "data", "rk4": "model", "ddim": "truth"}


def show(text: Prose, hero: FanConfig) -> None:
    """One chart a time variable, every solver with its fitted order."""
    place = st.container()
    data = controls.segments("ddim", "race", RACES, RaceConfig.data)
    link.note("ddim", race=data)
    result: RaceResult = ask("ddim", "race", "engine.diffusion.race:run", RaceConfig(data=data))
    place.markdown(text.part("x_race", **_numbers(result)))
    for side, variable in zip(st.columns(2), VARIABLES, strict=True):
        with side:
            st.caption(t(f"ddim.race.{variable}"))
            _chart(result, variable)


def _chart(result: RaceResult, variable: str) -> None:
    orders = {name: number(result.order(name, variable), 2) for name in SOLVERS}
    lines(
        [
            Series(
                t("ddim.race.line", solver=t(f"ddim.solver.{name}"), order=orders[name]),
                IDENTITY[name],
                *reversed(result.of(name, variable)),
            )
            for name in SOLVERS
        ],
        key=f"ddim_x_race_{variable}",
        x=t("ddim.race.asked"),
        y=t("ddim.race.error"),
        alt=t("ddim.race.alt", **orders),
        log_x=True,
        log_y=True,
        height=380,
    )


def _numbers(result: RaceResult) -> dict[str, str]:
    goal = 2e-3
    least = {f"{name}_least": result.least(goal, name, "s") for name in SOLVERS}
    never = t("ddim.race.never", most=str(result.asked[0, -1]))
    return {
        **{name: never if n is None else str(n) for name, n in least.items()},
        "goal": number(goal, 3),
        **{name: number(result.order(name, "s"), 2) for name in SOLVERS},
        "fitted": "–".join(str(result.config.steps[k]) for k in (-result.config.fitted, -1)),
    }
