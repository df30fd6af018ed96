"""What the hero of page `unargmaxable` asks and what it gets (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check, check_real, check_whole

MAX_SEED = 2**31 - 1
FEWEST, MOST = 2, 20
"""How many words fit on the board."""
REACH = 185
"""How far from the middle a word may be dragged, in hundredths."""
LONGEST = 2.0
"""The longest hidden state: the disc's radius."""
SPREAD, PULL = 0.72, 0.55
"""Standard deviations of the drawn words' coordinates, and of their biases."""

Pin = tuple[int, int, int]
"""A word on the board: which one, and its two coordinates in hundredths."""


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Where `seed` puts each of the `MOST` words, int (MOST, 2), and their biases, int (MOST,).

    In hundredths: coordinates of standard deviation `SPREAD`, shortened to `REACH`.
    """
    dice = np.random.default_rng(seed)
    places, biases = dice.normal(size=(MOST, 2)) * SPREAD, dice.normal(size=MOST) * PULL
    length = np.linalg.norm(places, axis=1, keepdims=True)
    places *= np.minimum(1, REACH / 100 / length)
    return np.trunc(100 * places).astype(np.int64), np.rint(100 * biases).astype(np.int64)


FIVE: tuple[Pin, ...] = ((0, 0, 120), (1, 120, 0), (2, 0, -120), (3, -120, 0), (4, 0, 0))
"""The article's five words less $(1,1)$, which changes no verdict, and 1.2 times as large."""


def on_a_circle(pins: tuple[Pin, ...], radius: int = 150) -> tuple[Pin, ...]:
    """The same words at equal lengths, evenly spread, in the order of their directions."""
    around = sorted(pins, key=lambda pin: (np.arctan2(pin[2], pin[1]), pin[0]))
    turns = 2 * np.pi * (np.arange(len(pins)) + 0.5) / len(pins) - np.pi
    places = np.rint(radius * np.stack([np.cos(turns), np.sin(turns)], axis=1)).astype(int)
    return tuple(sorted((pin[0], *map(int, at)) for pin, at in zip(around, places, strict=True)))


@dataclass(frozen=True)
class HullConfig:
    """`count` words as `seed` drew them, or where the reader put `pins`; one hidden state.

    The hidden state h points to `angle` degrees, is `length` long. With `bias` each word has the
    bias that the seed drew for it.
    """

    count: int = 14
    bias: bool = False
    seed: int = 2504
    pins: tuple[Pin, ...] = ()
    angle: float = -130.0
    length: float = 1.25

    def __post_init__(self):
        check_whole(self.count, "count", FEWEST, MOST)
        check(
            type(self.bias) is bool, "bias", "must be one of {choices}", self.bias, choices="0, 1"
        )
        check_whole(self.seed, "seed", 0, MAX_SEED)
        _check_pins(self.pins)
        check_real(self.angle, "angle", -180, 180)
        check_real(self.length, "length", 0, LONGEST)

    @property
    def placed(self) -> tuple[Pin, ...]:
        """The words on the board, by number."""
        if self.pins:
            return tuple(sorted(self.pins))
        places, _ = drawn(self.seed)
        return tuple((k, *map(int, places[k])) for k in range(self.count))

    @property
    def h(self) -> np.ndarray:
        """The hidden state (2,)."""
        turn = np.radians(self.angle)
        return self.length * np.array([np.cos(turn), np.sin(turn)])


def _check_pins(pins: tuple[Pin, ...]) -> None:
    """No pins, or `FEWEST` to `MOST` different words, each within `REACH`."""
    rule = "must be {fewest} to {most} words, each on its own pin within the ring"
    places = {"fewest": FEWEST, "most": MOST}
    if pins == ():
        return
    some = isinstance(pins, tuple) and FEWEST <= len(pins) <= MOST
    whole = some and all(len(pin) == 3 and all(type(v) is int for v in pin) for pin in pins)
    check(whole, "pins", rule, pins, **places)
    words = {pin[0] for pin in pins}
    apart = len(words) == len(pins) and words <= set(range(MOST))
    inside = all(pin[1] ** 2 + pin[2] ** 2 <= REACH**2 for pin in pins)
    check(apart and inside, "pins", rule, pins, **places)


@dataclass(frozen=True)
class HullResult:
    r"""Of each of n words, float64 unless said otherwise.

    `words` int (n,) are their numbers, `w` (n, 2) and `b` (n,) weights and biases, `scores` (n,)
    $w\cdot h+b$. `kind` int8 (n,) indexes `engine.unargmaxable.config.VERDICTS`. `sector` (n,)
    degrees of directions in which it wins at any length from some on, `middle` (n,) where they
    lie; `margin` (n,) how far the word stands out of the others' hull, the best lead of a unit h
    without a bias; `reach` (n,) the length of the shortest h that does not lose, NaN where all do.
    `witness` (n, 2) puts the word first, NaN where nothing does; then `rows` int (n, 3) and
    `weights` (n, 3) are the proof: the word is their mean (-1 and 0 where fewer are needed).
    """

    config: HullConfig
    words: np.ndarray
    w: np.ndarray
    b: np.ndarray
    scores: np.ndarray
    kind: np.ndarray
    sector: np.ndarray
    middle: np.ndarray
    margin: np.ndarray
    reach: np.ndarray
    witness: np.ndarray
    rows: np.ndarray
    weights: np.ndarray
    device: str
    threads: int

    @property
    def mute(self) -> np.ndarray:
        """The words that no hidden state puts first: bool (n,)."""
        return self.kind != 0

    @property
    def first(self) -> int:
        """The row that is first now."""
        return int(self.scores.argmax())

    @property
    def lead(self) -> float:
        """By how much it leads."""
        top = np.sort(self.scores)
        return float(top[-1] - top[-2])

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Each word's score while h turns once at its length, over degrees."""
        degrees = np.linspace(-180, 180, 181)
        turn = np.radians(degrees)
        h = self.config.length * np.stack([np.cos(turn), np.sin(turn)])
        scores = self.w @ h + self.b[:, None]
        return {f"w{k}": (degrees, row) for k, row in zip(self.words, scores, strict=True)}


BUNDLES = {"unargmaxable": ("engine.unargmaxable.hull:run", HullConfig())}
