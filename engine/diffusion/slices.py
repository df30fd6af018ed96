r"""Hold what fell into the slices against the laws: histograms, curves, and a test.

The test does not see the width of a slice. Each sample is judged by its own $x_t$: under
the right law $u=P(x_s'\le x_s|x_t)$ is uniform, so each of `PARTS` equal parts expects the
same count, and $\chi^2$ sums the squares of what is too much or too little (Pearson 1900).
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from engine.diffusion.config_slices import THIN
from engine.diffusion.reverse import Laws

BINS, PARTS, CURVE, REACH = 29, 20, 161, 4.2


def judged(found: list[Tensor], centres: list[float], laws: list[Laws]) -> dict:
    """The fields of `Slices` but `width` and `device`, of slices `found` as `cut` gives them.

    `laws` has those of each slice, the same names in all.
    """
    both = zip(found, centres, laws, strict=True)
    rows = [_panel(caught, centre, law) for caught, centre, law in both]
    few, names = (tuple(row.pop("few") for row in rows), rows[0].pop("laws"))
    columns = {name: np.stack([row[name] for row in rows]) for name in rows[0] if name != "laws"}
    for name in ("density", "chi2", "p"):
        columns[name] = np.moveaxis(columns[name], 1, 0).copy()
    return {"laws": names, "centre": np.array(centres), "few": few, "freedom": PARTS - 1, **columns}


def _panel(found: Tensor, centre: float, laws: Laws) -> dict:
    """One slice: `found` holds $x_s$ and $x_t$, (2, n)."""
    x_s, x_t = found
    known = laws(torch.tensor([centre], dtype=torch.float64))
    at = list(known.values())
    mean, sd = (value.item() for value in at[0].moments())
    widest = max(bells.moments()[1].item() for bells in at)
    edges, x = _even(mean, REACH * sd, BINS + 1), _even(mean, REACH * widest, CURVE)
    thin = len(x_s) < THIN
    tests = [(np.nan, np.nan)] * len(at)
    if not thin:
        tests = [test(bells.below(x_s)) for bells in laws(x_t).values()]
    return {
        "laws": tuple(known),
        "found": np.int64(len(x_s)),
        "edges": edges.numpy(),
        "counts": _histogram(x_s, edges),
        "expected": at[0].below(edges).diff().numpy(),
        "x": x.numpy(),
        "density": np.stack([bells.density(x).numpy() for bells in at]),
        "chi2": np.array([chi2 for chi2, _ in tests]),
        "p": np.array([p for _, p in tests]),
        "few": tuple(x_s.tolist()) if thin else (),
    }


def _even(middle: float, reach: float, count: int) -> Tensor:
    return torch.linspace(middle - reach, middle + reach, count, dtype=torch.float64)


def _histogram(x: Tensor, edges: Tensor) -> np.ndarray:
    low, high = edges[0].item(), edges[-1].item()
    return torch.histc(x, len(edges) - 1, low, high).long().cpu().numpy()


def test(u: Tensor) -> tuple[float, float]:
    r"""$\chi^2$ of shares `u` (n,) over `PARTS` equal parts of [0, 1], and its p-value."""
    counts = torch.histc(u.clamp(0, 1), PARTS, 0, 1)
    wanted = len(u) / PARTS
    value = ((counts - wanted).square() / wanted).sum().item()
    return value, chance(value, PARTS - 1)


def chance(chi2: float, freedom: int) -> float:
    r"""How often $\chi^2$ on `freedom` degrees of freedom is larger than `chi2`."""
    half = torch.tensor([freedom, chi2], dtype=torch.float64) / 2
    return torch.special.gammaincc(*half).item()


def together(chi2: np.ndarray) -> tuple[float, float, int]:
    r"""The test of several slices at once: the sum of their $\chi^2$, its p, its freedom."""
    known = chi2[np.isfinite(chi2)]
    freedom = (PARTS - 1) * len(known)
    value = float(known.sum())
    return value, chance(value, freedom) if freedom else 1.0, freedom
