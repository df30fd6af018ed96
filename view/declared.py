"""What a control takes from the address: each reads a text, or says which rule it breaks.

`written` is the way there: what the address says of a value.
"""

from __future__ import annotations

import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.errors import InvalidParameter, check, check_one_of, check_whole


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


@dataclass(frozen=True)
class Stop:
    """One of the whole numbers `stops`, where a knob can stand."""

    name: str
    stops: tuple[int, ...]

    def read(self, text: str) -> int:
        value = int(text) if re.fullmatch(r"[0-9]{1,18}", text) else text
        check_one_of(value, self.name, self.stops)
        return value


@dataclass(frozen=True)
class Switch:
    """On or off: 1 or 0."""

    name: str

    def read(self, text: str) -> bool:
        check_one_of(text, self.name, ("0", "1"))
        return text == "1"


@dataclass(frozen=True)
class Text:
    """A line of text, at most `longest` characters; what it means the Config says."""

    name: str
    longest: int

    def read(self, text: str) -> str:
        fits, most = len(text) <= self.longest and text.isprintable(), self.longest
        check(fits, self.name, "must be one line of at most {count} characters", text, count=most)
        return text


@dataclass(frozen=True)
class Curve:
    """`count` numbers from 0 to 1, known to four decimals: two bytes each, in base64."""

    name: str
    count: int

    def read(self, text: str) -> tuple[float, ...]:
        found = _unpacked(text) or b""
        fits = len(found) == 2 * self.count
        check(fits, self.name, "must have {count} points", text, count=self.count)
        values = np.frombuffer(found, "<u2") / FINE
        check(values.max() <= 1, self.name, "must stay between 0 and 1", text)
        return tuple(values.tolist())


@dataclass(frozen=True)
class Picture:
    """`size` bytes, packed; what does not pack into a link stays out of it (`travels`)."""

    name: str
    size: int

    def read(self, text: str) -> bytes:
        packed = _unpacked(text)
        try:
            found = zlib.decompressobj().decompress(packed or b"", self.size + 1)
        except zlib.error:
            found = b""
        check(len(found) == self.size, self.name, "must be a picture that a link carries", text)
        return found


FINE = 10_000
LONGEST = 2_000
"""How many characters of a link one value may take."""


def written(value: Any) -> str:
    """What the address says of `value`."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, bytes):
        return _packed(zlib.compress(value, 9))
    if isinstance(value, tuple):
        return _packed(np.rint(np.asarray(value, np.float64) * FINE).astype("<u2").tobytes())
    return str(value)


def travels(value: Any) -> bool:
    """Whether `value` is short enough for a link that people send each other."""
    return len(written(value)) <= LONGEST


def _packed(found: bytes) -> str:
    return urlsafe_b64encode(found).decode().rstrip("=")


def _unpacked(text: str) -> bytes | None:
    """The bytes that `_packed` put into `text`, None where it is no such text."""
    try:
        return urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
    except (NotBase64, ValueError):
        return None
