r"""By how much every witness puts its word first, again, in float64.

A witness must put its word strictly first, by more than rounding could. Where rows are their own
witnesses, $h_k=r_k(w_k-c)$, the logits are the products of the centred rows with each other, and a
symmetric matrix needs but half of them (`products`).
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch

from engine.jobs import Progress
from engine.task import finished
from engine.unargmaxable.config import Verdicts
from engine.unargmaxable.products import strips, triangle


def margin(k: int, h: np.ndarray, w: np.ndarray, b: np.ndarray) -> float:
    """By how much `h` puts row `k` before the next, less what rounding may have added."""
    logits = w @ h + b
    size = np.linalg.norm(w, axis=1) * np.linalg.norm(h) + np.abs(b)
    own = logits[k]
    logits[k] = -np.inf
    slack = 2 * (w.shape[1] + 2) * np.finfo(np.float64).eps * size.max()
    return float(own - logits.max() - slack)


def margins(verdicts: Verdicts, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """`margin` of every argmaxable row, NaN elsewhere: (V,), half a matrix product in all."""
    return finished(checked(verdicts, w, b, torch.device("cpu")))


def checked(
    verdicts: Verdicts, w: np.ndarray, b: np.ndarray, device: torch.device
) -> Generator[Progress, None, np.ndarray]:
    """`margins`, computed on `device`; one `Progress` a block of rows."""
    out = np.full(len(w), np.nan)
    own = np.flatnonzero(verdicts.own)
    if len(own):  # of few rows the products with all are fewer than half of all products
        every = 2 * len(own) > len(w)
        found = yield from _own(verdicts, w, b, device, None if every else own)
        out[own] = found[own] if every else found
    size = np.linalg.norm(w, axis=1).max()
    for start in range(0, len(verdicts.witnesses), 256):
        some = list(verdicts.witnesses)[start : start + 256]
        h = np.stack([verdicts.witnesses[k] for k in some])
        logits = _product(w, h, device) + b[:, None]
        here = np.arange(len(some))
        own = logits[some, here]
        logits[some, here] = -np.inf
        scale = size * np.linalg.norm(h, axis=1) + np.abs(b).max()
        out[some] = own - logits.max(axis=0) - _slack(w) * scale
        yield Progress(start + len(some), len(verdicts.witnesses))
    return out


def _product(w: np.ndarray, h: np.ndarray, device: torch.device) -> np.ndarray:
    """The logits (V, m) of hidden states `h` (m, d), computed on `device`."""
    return (torch.from_numpy(w).to(device) @ torch.from_numpy(h).to(device).T).cpu().numpy()


def _slack(w: np.ndarray) -> float:
    """What rounding may add to the difference of two logits, for each unit of their size."""
    return 2 * (w.shape[1] + 4) * np.finfo(np.float64).eps


def _own(
    verdicts: Verdicts, w: np.ndarray, b: np.ndarray, device: torch.device, some: np.ndarray | None
) -> Generator[Progress, None, np.ndarray]:
    """The margins of rows as their own witnesses: of all, or of `some` (m,) in that order."""
    x = torch.from_numpy(w - verdicts.centre).to(device)
    reach, bias = torch.from_numpy(verdicts.reach).to(device), torch.from_numpy(b).to(device)
    plain = not b.any() and bool((verdicts.reach == 1).all())
    scaled = None if plain else (reach, bias)
    if some is None:
        rival, named = (yield from triangle(x, scaled)), slice(None)
    else:
        named = torch.from_numpy(some).to(device)
        rival = yield from strips(x, scaled, named)
    norms, own = x.square().sum(1), reach[named]
    size = norms.max().sqrt() * norms[named].sqrt() * own.abs() + bias.abs().max()
    return (own * norms[named] + bias[named] - rival - _slack(w) * size).cpu().numpy()
