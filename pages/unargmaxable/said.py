"""What this page hands to the board, and what it says of the numbers on screen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from engine.unargmaxable.config_guess import GuessResult
from engine.unargmaxable.config_hero import (
    LONGEST,
    REACH,
    HullConfig,
    HullResult,
    Pin,
    drawn,
)
from view import bundle
from view.board.hull import word
from view.device import name as device_name
from view.language import number, t
from view.live import Live

PLACES = ("angle", "length", "pins")
LONGEST_PINS = 400
"""No more characters of a link say where all words are."""


def owner(count: int, seed: int) -> str:
    """Whose the pins are: moved ones count for this number of words and this seed only."""
    return f"{count}.{seed}"


def text_of(pins: tuple[Pin, ...], count: int, seed: int) -> str:
    """`pins` as the board and the link carry them."""
    return "~".join([owner(count, seed), *(".".join(map(str, pin)) for pin in pins)])


def pins_of(text: str, count: int, seed: int) -> tuple:
    """What `text` says; nothing where it is of another drawing. The Config says what is wrong."""
    if not text or of_another(text, count, seed):
        return ()
    _, *pins = text.split("~")
    if not pins:
        return ((text,),)
    return tuple(tuple(map(_whole, pin.split("."))) for pin in pins)


def of_another(text: str, count: int, seed: int) -> bool:
    """Whether `text` places the words of another drawing."""
    found = re.fullmatch(r"([0-9]+\.[0-9]+)~.*", text)
    return found is not None and found[1] != owner(count, seed)


def kept_pins(text: str | None, config: HullConfig) -> str | None:
    """What of `text` the address keeps: all but another drawing's."""
    return None if not text or of_another(text, config.count, config.seed) else text


def _whole(text: str) -> Any:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 5 else text


def placed(place: Mapping[str, Any], count: int, seed: int) -> dict[str, Any]:
    """What of the board's state and of the address the engine is asked about."""
    there = {name: float(place[name]) for name in ("angle", "length") if name in place}
    return there | {"pins": pins_of(place.get("pins") or "", count, seed)}


def scene(config: HullConfig, result: HullResult) -> dict[str, Any]:
    """What the law of the hull computes with; the engine's own numbers, once they are of it."""
    places, biases = drawn(config.seed)
    default = HullConfig()
    return {
        "of": owner(config.count, config.seed),
        "count": config.count,
        "spots": places.tolist(),
        "biases": biases.tolist(),
        "bias": config.bias,
        "reach": REACH,
        "longest": LONGEST,
        "start": {"angle": default.angle, "length": default.length},
        "engine": _numbers(result) if result.config == config else None,
    }


def _numbers(result: HullResult) -> dict[str, Any]:
    """All that the browser compares itself with, and the state it belongs to."""
    config = result.config
    return {
        "pins": text_of(config.placed, config.count, config.seed),
        "bias": config.bias,
        "angle": config.angle,
        "length": config.length,
        "score": result.scores.tolist(),
        "sector": result.sector.tolist(),
        "margin": result.margin.tolist(),
        "reach": [
            None if mute else r for mute, r in zip(result.mute, result.reach.tolist(), strict=True)
        ],
        "mute": result.mute.tolist(),
    }


def named(result: HullResult) -> SimpleNamespace:
    """What can be taken away of `result`: its curves by the words' own names."""
    curves = zip(result.words, result.curves.values(), strict=True)
    return SimpleNamespace(config=result.config, curves={word(k): curve for k, curve in curves})


def origin(shown: Live) -> str:
    """Where the engine's numbers were computed."""
    result: HullResult = shown.result
    words = number(len(result.words))
    if shown.origin:
        return t("unargmaxable.shipped", date=shown.origin, words=words)
    where = device_name(result.device, result.threads)
    return t("unargmaxable.here", device=where, words=words)


def numbers(result: HullResult, told: bool) -> dict[str, str]:
    """The live numbers of the prose; the question's answer once it is `told`."""
    guess: GuessResult = bundle.load("unargmaxable_guess")[0]
    asked = guess.config
    return {
        "words": number(len(result.words)),
        "mute": number((result.margin == 0).sum()),
        "first": word(int(result.words[result.first])),
        "count": number(asked.count),
        "few": str(asked.dims[0]),
        "many": str(asked.dims[1]),
        "flat": number(guess.winners[0], 1) if told else "?",
        "deep": number(guess.winners[1], 1) if told else "?",
        "onset_2": number(guess.onset(2), 1),
        "onset_10": number(guess.onset(10)),
        "onset_20": number(guess.onset(20)),
        "longest": number(LONGEST),
    }
