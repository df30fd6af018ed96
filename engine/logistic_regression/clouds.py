r"""Clouds of points in the plane to drag about (torch-free).

Class k is drawn from $N(c_k,\Sigma)$, one $\Sigma$ for all: the closed form's assumption holds.
The last point of class 1 has run away: it stands `FAR` σ from the centre of its class, σ taken
from all other points, along `AWAY`, where both boundaries leave it on its own side.
"""

from __future__ import annotations

from math import cos, hypot, radians, sin, sqrt

import numpy as np

TILT, APART, THIRD = radians(-28), 2.2, -3.4
"""How the boundary of classes 0 and 1 slopes, how far their centres are apart, and how far along
the boundary the third class stands."""
SPREAD = (1.15, 0.9)
"""Standard deviations along the boundary and across it."""
AWAY = radians(12)
FAR = 12.0
BOX = (-5.0, 17.0, -5.4, 6.0)
"""Left, right, bottom and top of what a hand can reach."""
SINGULAR = 1e-12
DIGITS = 3
"""Places are known to so many decimals, in the browser, in the link and here."""

Point = tuple[float, float, int]


def centres(classes: int) -> np.ndarray:
    """The centres the classes are drawn about, (classes, 2)."""
    along, across = np.array([cos(TILT), sin(TILT)]), np.array([-sin(TILT), cos(TILT)])
    return np.stack([-across * APART / 2, across * APART / 2, along * THIRD])[:classes]


def clouds(classes: int, count: int, seed: int) -> tuple[Point, ...]:
    """`count` points (x, y, class) of each class, class by class; the runaway far out."""
    places, kinds = _at_home(classes, count, seed)
    last = runaway(count)
    others = np.delete(np.arange(len(places)), last)
    mean, unit = steps(places[others], kinds[others], 1, AWAY)
    places[last] = mean + FAR * unit
    inside = _rounded(places)
    return tuple((x, y, k) for (x, y), k in zip(inside.tolist(), kinds.tolist(), strict=True))


def home(classes: int, count: int, seed: int) -> tuple[float, float]:
    """Where the runaway came from."""
    places, _ = _at_home(classes, count, seed)
    x, y = _rounded(places)[runaway(count)].tolist()
    return x, y


def _at_home(classes: int, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    z = np.random.default_rng(seed).standard_normal((classes * count, 2)) * SPREAD
    turn = np.array([[cos(TILT), sin(TILT)], [-sin(TILT), cos(TILT)]])
    kinds = np.repeat(np.arange(classes), count)
    return z @ turn + centres(classes)[kinds], kinds


def _rounded(places: np.ndarray) -> np.ndarray:
    """`places` as the screen keeps them: what lies beyond the picture stands at its edge."""
    left, right, bottom, top = BOX
    return np.clip(places, (left, bottom), (right, top)).round(DIGITS)


def runaway(count: int) -> int:
    """Which point has run away: the last of class 1."""
    return 2 * count - 1


def steps(places: np.ndarray, kinds: np.ndarray, kind: int, angle: float) -> tuple:
    r"""The centre of class `kind` and one σ of all `places` (n, 2) in direction `angle`.

    One σ is $u/\sqrt{u^\top\Sigma^{-1}u}$, the step of Mahalanobis length 1; $\Sigma$ is the
    covariance within the classes `kinds` (n,), with 1/n; where it is singular, the same mean
    variance in all directions.
    """
    means = np.stack([places[kinds == k].mean(0) for k in range(kinds.max() + 1)])
    offsets = places - means[kinds]
    sigma = offsets.T @ offsets / len(places)
    unit = np.array([cos(angle), sin(angle)])
    (a, b), (_, c) = sigma
    if not a * c - b * b > SINGULAR * (a + c) ** 2:
        return means[kind], unit * (sqrt((a + c) / 2) or 1.0)
    return means[kind], unit / sqrt(unit @ np.linalg.solve(sigma, unit))


def distance(places: np.ndarray, kinds: np.ndarray, chosen: int) -> float:
    """How many σ of all other points the point `chosen` stands from the centre of their class.

    Counted among the others, it could not be further than √n: it would stretch its own measure.
    """
    rest = np.delete(np.arange(len(places)), chosen)
    mean, _ = steps(places[rest], kinds[rest], int(kinds[chosen]), 0.0)
    away = places[chosen] - mean
    if not away.any():
        return 0.0
    _, unit = steps(places[rest], kinds[rest], 0, float(np.arctan2(away[1], away[0])))
    return float(hypot(*away) / hypot(*unit))
