"""Skip steps: what is lost, and how many seconds are won."""

import streamlit as st

from engine.diffusion.config_contestants import BETA, CONTESTANTS, DRAWN, MEMBERS
from engine.diffusion.config_fan import FanConfig
from engine.diffusion.config_reported import REPORTED
from engine.diffusion.config_skip import SHIPPED, question
from engine.diffusion.config_skip_result import SkipResult
from view import controls, link, tiles
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import badge
from view.prose import Prose

IDENTITY = {"0": "model", "0.2": "prediction", "0.5": "data", "1": "noise", "beta": "warning"}
IDENTITY |= {"hat": "warning"}
DIGITS, WIDTH = {"sliced": 3, "mmd": 4, "patches": 4}, {"houses": 66, "points": 108}


def show(text: Prose, hero: FanConfig) -> None:
    """Distance against steps and against seconds, the samples themselves, the paper's table."""
    place = st.container()
    name = controls.choice("ddim", "who", tuple(CONTESTANTS), SHIPPED[0])
    link.note("ddim", who=name)
    work = "engine.diffusion.skip:run"
    asked, there = question(name, hero.seed), name in SHIPPED
    result: SkipResult | None = ask("ddim", f"skip_{name}", work, asked, shipped=there)
    if result is None:
        return
    place.markdown(text.part("x_skip", **_numbers(result, result.metrics[0])))
    for metric in result.metrics:
        for side, axis in zip(st.columns(2), ("S", "seconds"), strict=True):
            with side:
                _chart(result, metric, axis)
    for m, member in enumerate(DRAWN):
        _samples(result, m, member)
    if paper := controls.expander("ddim", "reported"):
        with paper:
            _reported(text)


def label(member: str) -> str:
    """What a member of the family is called."""
    return t(f"ddim.member.{member}") if member in (BETA, "hat") else f"η = {member}"


def _chart(result: SkipResult, metric: str, axis: str) -> None:
    curves = {member: result.line(metric, member) for member in MEMBERS}
    ends = [curves["1"][axis][0], curves["1"][axis][-1]]
    bar, spread = result.bar(metric), result.spread(metric)
    fresh = Series(t("ddim.skip.floor"), "truth", [bar] * 2, ends, [spread] * 2, marks=False)
    lines(
        [
            *(
                Series(label(member), IDENTITY[member], one["value"], one[axis], one["se"])
                for member, one in curves.items()
            ),
            fresh,
        ],
        key=f"ddim_x_skip_{metric}_{axis}",
        x=t(f"ddim.skip.{axis}"),
        y=t(f"ddim.metric.{metric}"),
        alt=t(f"ddim.skip.{axis}.alt", **_numbers(result, metric)),
        log_x=True,
        log_y=True,
    )


def _samples(result: SkipResult, m: int, member: str) -> None:
    """The same noises by one member, in more and more steps."""
    line, columns = result.line(result.metrics[0], member), result.config.columns
    there = [k for k, steps in enumerate(columns) if steps in line["S"]]
    pictures = [result.pictures[m, k] for k in there]
    if result.config.world == "houses":
        drawn = [tiles.pile(houses) for houses in pictures]
    else:
        drawn = [tiles.cloud(crowd[0], IDENTITY[member]) for crowd in pictures]
    st.caption(t(f"ddim.skip.samples.{member}"))
    captions = [f"S = {columns[k]}" for k in there]
    said = [t("ddim.skip.samples.alt", eta=member, S=str(columns[k])) for k in there]
    tiles.row(drawn, captions, said, WIDTH[result.config.world])


def _numbers(result: SkipResult, metric: str) -> dict[str, str]:
    won, digits = result.speedup(), DIGITS[metric]
    few, quick = result.cell(metric, "0", won.few)
    many, slow = result.cell(metric, "1", won.many)
    enough = result.enough(metric, "0")
    tight = max(range(len(result.crowded)), key=lambda k: result.crowded[k])
    return {
        "count": str(result.config.count),
        "few": str(won.few),
        "many": str(won.many),
        "few_distance": f"{number(few.value, digits)} ± {number(few.se, digits)}",
        "many_distance": f"{number(many.value, digits)} ± {number(many.se, digits)}",
        "few_seconds": number(quick, 2),
        "many_seconds": number(slow, 1 if slow < 100 else 0),
        "times": number(won.times),
        "floor": f"{number(result.bar(metric), digits)} ± {number(result.spread(metric), digits)}",
        "enough": t("ddim.skip.never") if enough is None else f"S = {enough}",
        "crowded": str(result.crowded[tight]),
        "crowded_S": str(result.config.columns[tight]),
    }


def _reported(text: Prose) -> None:
    """The table of the paper, as a chart."""
    badge("reported", t("ddim.skip.who"))
    st.markdown(text.part("x_reported"))
    lines(
        [
            Series(label(member), IDENTITY[member], fid, REPORTED["S"])
            for member, fid in REPORTED.items()
            if member != "S"
        ],
        key="ddim_x_skip_reported",
        x=t("ddim.skip.S"),
        y="FID",
        alt=t("ddim.skip.reported.alt", few=REPORTED["0"][0], many=REPORTED["1"][0]),
        log_x=True,
        log_y=True,
    )
