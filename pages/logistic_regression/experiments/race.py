"""The race to the same loss: the closed form against four ways to iterate, timed here."""

import streamlit as st

from engine.logistic_regression.config_race import CLASSES, LAWS, ROWS, WIDTHS, RaceConfig
from engine.logistic_regression.config_race_result import NEAR, RUNNERS, RaceResult
from pages.logistic_regression.experiments.look import dash
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

SLUG, DEFAULT = "logistic_regression", RaceConfig()
WORK = "engine.logistic_regression.measure:run"
IDENTITY = {
    "closed": "model",
    "newton": "data",
    "lbfgs": "truth",
    "adam": "noise",
    "warm_newton": "warning",
    "warm_lbfgs": "prediction",
}


def show(text: Prose, hero: object) -> None:
    """Loss above the best against seconds; then who needed how long, as a table."""
    place = st.container()
    config = configured(SLUG, _config, DEFAULT, "race")
    result: RaceResult = ask(SLUG, "race", WORK, config)
    said = _numbers(result)
    place.markdown(text.part("x_race", **said))
    st.markdown(_finding(result, said))
    _chart(result, said)
    st.markdown(_table(result))
    st.caption(" ".join(_how(result, said)))


def _config() -> RaceConfig:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        n = controls.stops(SLUG, "n", ROWS, DEFAULT.n)
        d = controls.stops(SLUG, "d", WIDTHS, DEFAULT.d)
        k = controls.stops(SLUG, "k", CLASSES, DEFAULT.k)
        law = controls.segments(SLUG, "law", LAWS, DEFAULT.law)
    link.note(SLUG, n=n, d=d, k=k, law=law)
    return RaceConfig(n, d, k, law)


def _chart(result: RaceResult, said: dict[str, str]) -> None:
    lines(
        [
            Series(_name(name), IDENTITY[name], y, x, **dash(IDENTITY[name]))
            for name, (x, y) in result.curves.items()
        ],
        key="logistic_regression_x_race",
        x=t("logistic_regression.race.seconds"),
        y=t("logistic_regression.race.above"),
        alt=t("logistic_regression.race.alt", **said),
        log_x=True,
        log_y=True,
        height=380,
    )


def _name(runner: str) -> str:
    return t(f"logistic_regression.race.{runner}")


def _finding(result: RaceResult, said: dict[str, str]) -> str:
    """Whether the closed form is first at its own loss, and how far that is from the best."""
    alone = result.seconds_to(result.second, result.closed[1])
    first = "beaten" if result.first != "closed" else "never" if alone != alone else "first"
    near = "near" if result.gap <= NEAR else "far"
    parts = (first, near)
    return " ".join(t(f"logistic_regression.race.{part}", **said) for part in parts)


def _table(result: RaceResult) -> str:
    """Markdown: when each runner had the closed form's loss and the best, and how it ended."""
    heads = ("runner", "to_closed", "to_best", "loss", "accuracy")
    rows = [[t(f"logistic_regression.race.col.{head}", near=number(NEAR, 3)) for head in heads]]
    rows.append(["---", *["--:"] * (len(heads) - 1)])
    for name in RUNNERS:
        _, loss = result.of(name)
        to = (result.seconds_to(name, level) for level in (result.closed[1], result.best + NEAR))
        last = number(loss[-1] if len(loss) else float("nan"), 4)
        share = number(100 * result.judged(name)[0], 2)
        rows.append([_name(name), *(_s(one) for one in to), last, share])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _how(result: RaceResult, said: dict[str, str]) -> list[str]:
    """How it was timed, who ran out of time, and who did not run."""
    told = [t("logistic_regression.race.how", **said)]
    for end in ("stopped", "absent"):
        if result.ended[end]:
            names = " · ".join(map(_name, result.ended[end]))
            told.append(t(f"logistic_regression.race.{end}", names=names, **said))
    return told


def _s(seconds: float) -> str:
    """Seconds, three digits of them."""
    return number(seconds, 4 if seconds < 0.1 else 3 if seconds < 1 else 2)


def _numbers(result: RaceResult) -> dict[str, str]:
    seconds, loss = result.closed
    best = result.first_to_best
    return {
        "curved": number(result.config.curved),
        "n": number(result.config.n),
        "d": number(result.config.d),
        "k": number(result.config.k),
        "closed": _s(seconds),
        "iqr": _s(result.spread),
        "runs": str(len(result.closed_runs)),
        "closed_loss": number(loss, 5),
        "best": number(result.best, 5),
        "gap": number(result.gap, 5),
        "near": number(NEAR, 3),
        "patience": number(max(result.config.patience, seconds), 1),
        "winner": _name(result.first),
        "first": _s(result.seconds_to(result.first, loss)),
        "rival": _name(result.second),
        "second": _s(result.seconds_to(result.second, loss)),
        "times": number(result.seconds_to(result.second, loss) / seconds, 1),
        "best_runner": _name(best),
        "best_seconds": _s(result.seconds_to(best, result.best + NEAR)),
    }
