r"""Histograms in slices of a noised crowd, beside what laws say of them (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

DOUBT = 0.001
"""A law that chance makes look as bad less often than this is held to be wrong."""
THIN = 200
"""A slice with fewer samples is not judged; they are shown one by one."""


@dataclass(frozen=True)
class Slices:
    r"""Histograms of $x_s$ in p slices of $x_t$, beside what each of `laws` says; float64.

    `centre`, `width` (p,) say where the slices lie, `found` (p,) how many samples fell in.
    `edges` (p, b+1), `counts` (p, b) are the histograms; `expected` (p, b) is the share that
    the first law gives each bin. `x` (p, g), `density` (laws, p, g) are the laws' curves.
    `chi2`, `p` (laws, p) are the test of every slice, nan where it is thin; `few` holds the
    samples of thin slices one by one.
    """

    laws: tuple[str, ...]
    centre: np.ndarray
    width: np.ndarray
    found: np.ndarray
    edges: np.ndarray
    counts: np.ndarray
    expected: np.ndarray
    x: np.ndarray
    density: np.ndarray
    chi2: np.ndarray
    p: np.ndarray
    few: tuple[tuple[float, ...], ...]
    freedom: int
    device: str

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Each slice's histogram against the middles of its bars, and the laws over it."""
        middles, found = (self.edges[:, 1:] + self.edges[:, :-1]) / 2, {}
        for k, centre in enumerate(self.centre):
            found[f"counted {k} at {centre:g}"] = (middles[k], self.heights[k])
            for law, density in zip(self.laws, self.density, strict=True):
                found[f"{law} {k} at {centre:g}"] = (self.x[k], density[k])
        return found

    def fits(self, law: str, k: int) -> bool:
        """Whether slice `k` leaves `law` standing."""
        return bool(self.p[self.laws.index(law), k] >= DOUBT)

    @property
    def thin(self) -> np.ndarray:
        """Which slices hold too few samples to be judged: bool (p,)."""
        return self.found < THIN

    @property
    def heights(self) -> np.ndarray:
        """The histograms as densities (p, b)."""
        return self.counts / (np.maximum(self.found, 1)[:, None] * np.diff(self.edges))

    @property
    def middle(self) -> np.ndarray:
        """What these heights are on average where the first law holds, (p, b)."""
        return self.expected / np.diff(self.edges)

    @property
    def band(self) -> np.ndarray:
        """The standard error of these heights then, (p, b)."""
        variance = self.expected * (1 - self.expected) / np.maximum(self.found, 1)[:, None]
        return np.sqrt(variance) / np.diff(self.edges)

    @property
    def range(self) -> tuple[float, float]:
        """From where to where all curves reach."""
        return float(self.x.min()), float(self.x.max())
