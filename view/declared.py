"""What a control takes from the address: each reads a text, or says which rule it breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.errors import InvalidParameter, check_one_of, check_whole


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`."""

    name: str
    low: int
    high: int

    def read(self, text: str) -> int:
        value = int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else text
        check_whole(value, self.name, self.low, self.high)
        return value


@dataclass(frozen=True)
class Real:
    """A number from `low` to `high`."""

    name: str
    low: float
    high: float

    def read(self, text: str) -> float:
        number = re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,18})?(e-?[0-9]{1,2})?", text)
        if number and self.low <= float(text) <= self.high:
            return float(text)
        rule = "must be a number from {low} to {high}"
        raise InvalidParameter(self.name, rule, text, low=self.low, high=self.high)


@dataclass(frozen=True)
class Choice:
    """One of `choices`, language-neutral names."""

    name: str
    choices: tuple[str, ...]

    def read(self, text: str) -> str:
        check_one_of(text, self.name, self.choices)
        return text
