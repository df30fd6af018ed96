"""Guess and correct: the film of the guesses, and what one gets who stops guessing too soon."""

import streamlit as st

from engine.diffusion.config_bells import BayesConfig
from engine.diffusion.config_guess import GUESSERS, GuessConfig, GuessResult
from pages.bayes.experiments.said import measured
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.film import houses_film
from view.language import number, t
from view.pictures import pictures
from view.player import player, words_only
from view.player.houses import houses_words
from view.prose import Prose
from view.trouble import admit

DEFAULT = GuessConfig()


def show(text: Prose, hero: BayesConfig) -> None:
    """The film; then the guesses of one moment taken at their word."""
    place = st.container()
    guesser = controls.segments("bayes", "guesser", GUESSERS, DEFAULT.builder)
    link.note("bayes", guesser=guesser)
    config = GuessConfig(builder=guesser, schedule=hero.schedule, T=hero.T, seed=hero.seed)
    result: GuessResult = ask("bayes", "guess", "engine.diffusion.guess:run", config)
    admit(result)
    first, last = result.away_at(0), result.away_at(-1)
    numbers = {"known": str(result.config.known), "crowd": str(result.config.crowd)}
    said = {"first": measured(first, 3), "last": measured(last, 3)}
    blur = {"blur_first": number(result.times_floor[0][0], 1), "T": str(result.config.T)}
    real = {"real": number(result.real_away, 3), "steps": str(result.config.moves)}
    numbers["note"] = t(f"bayes.guess.{result.config.builder}", known=numbers["known"])
    place.markdown(text.part("x_guess", **numbers, **said, **blur, **real))
    start = {"t": result.config.T, "leg": "rebuild"}
    player(houses_film(result), key="bayes_x_guess", name="bayes_guess", **start)
    words_only(houses_words(experiment=t("bayes.x.guess")), key="bayes_w_guess", name="bayes_guess")
    _jump(text, result)


def _jump(text: Prose, result: GuessResult) -> None:
    """Why not jump? The guesses at one time, and both curves with that time on them."""
    place = st.container()
    done = controls.slider("bayes", "jump", 0, 100, 0, 5)
    link.note("bayes", jump=done)
    frame = result.frame_at(done)
    at = {"t": str(result.back_t[frame]), "away": measured(result.away_at(frame), 3)}
    at |= {"blur": number(result.times_floor[0][frame], 1), "sharp": _percent(result.sharp[frame])}
    place.markdown(text.part("x_jump", real=number(result.real_away, 3), **at))
    mean, accepted = t("bayes.guess.mean"), t("bayes.guess.accepted", t=at["t"])
    one, many = st.columns([1, 8])
    with one:
        pictures([result.mean], width=88, alt=[mean], caption=[mean])
    with many:
        pictures(result.back_x0[frame], width=88, alt=[accepted] * len(result.x0))
    left, right = st.columns(2)
    with left:
        _away(result, frame, at)
    with right:
        _blur(result, frame, at)


def _percent(share: float) -> str:
    return f"{number(100 * share)}%"


def _here(result: GuessResult, frame: int, y: float) -> Series:
    return Series(t("bayes.chart.here"), "prediction", [y], [result.back_t[frame]])


def _level(name: str, y: float, result: GuessResult) -> Series:
    ends = [result.back_t[0], result.back_t[-1]]
    return Series(t(name), "truth", [y, y], ends, marks=False)


def _away(result: GuessResult, frame: int, at: dict[str, str]) -> None:
    lines(
        [
            Series(t("bayes.chart.guesses"), "model", result.away, result.back_t, result.away_se),
            _level("bayes.chart.real", result.real_away, result),
            _here(result, frame, result.away[frame]),
        ],
        key="bayes_x_away",
        x=t("bayes.chart.jump"),
        y=t("bayes.chart.away"),
        alt=t("bayes.chart.away.alt", t=at["t"], away=at["away"]),
        backwards=True,
    )


def _blur(result: GuessResult, frame: int, at: dict[str, str]) -> None:
    blur, error = result.times_floor
    lines(
        [
            Series(t("bayes.chart.guesses"), "model", blur, result.back_t, error),
            _level("bayes.chart.floor", 1.0, result),
            _here(result, frame, blur[frame]),
        ],
        key="bayes_x_blur",
        x=t("bayes.chart.jump"),
        y=t("bayes.chart.blur"),
        alt=t("bayes.chart.blur.alt", t=at["t"], blur=at["blur"]),
        backwards=True,
        log_y=True,
    )
