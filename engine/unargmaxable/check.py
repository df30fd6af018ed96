r"""Every certificate again, in float64, by code that shares nothing with the search.

A witness must put its word strictly first, by more than rounding could. Weights must be
non-negative, sum to one, leave out their own row, and give that row back:
$|\sum_i\lambda_iw_i-w_k|_\infty\le10^{-12}\max|w|$ and $\sum_i\lambda_ib_i\ge b_k-10^{-12}\max|b|$.
So a no means: no h gives the word a lead of more than $10^{-12}\max|w|\,|h|_1$, which is all that
float64 can tell.

Where rows are their own witnesses, $h_k=r_k(w_k-c)$, the logits are the products of the centred
rows with each other, and a symmetric matrix needs but half of them.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch

from engine.jobs import Progress
from engine.task import finished
from engine.unargmaxable.config import ARGMAXABLE, TIE, UNARGMAXABLE, VERDICTS, Verdicts, Weights

TOLERANCE = 1e-12
TILE = {"cpu": (512, 2048), "cuda": (8192, 8192)}


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
    return (torch.from_numpy(w).to(device) @ torch.from_numpy(h).to(device).T).cpu().numpy()


def _slack(w: np.ndarray) -> float:
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
        rival, named = (yield from _triangle(x, scaled)), slice(None)
    else:
        named = torch.from_numpy(some).to(device)
        rival = yield from _strips(x, scaled, named)
    norms, own = x.square().sum(1), reach[named]
    size = norms.max().sqrt() * norms[named].sqrt() * own.abs() + bias.abs().max()
    return (own * norms[named] + bias[named] - rival - _slack(w) * size).cpu().numpy()


def _triangle(x: torch.Tensor, scaled: tuple | None) -> Generator[Progress, None, torch.Tensor]:
    """The largest logit of another row, for each row's own h (n,): tiles of one triangle."""
    rival = x.new_full((len(x),), -torch.inf)
    high, wide = TILE.get(x.device.type, TILE["cpu"])
    for start in range(0, len(x), high):
        stop = min(start + high, len(x))
        for left in range(start, len(x), wide):
            right = min(left + wide, len(x))
            tile = x[start:stop] @ x[left:right].T
            if left == start:
                tile.diagonal().fill_(-torch.inf)
            _beat(rival[start:stop], tile, _of(scaled, slice(start, stop), slice(left, right)))
            if right > stop:
                turned = tile[:, max(stop - left, 0) :].T
                some = slice(max(stop, left), right)
                _beat(rival[some], turned, _of(scaled, some, slice(start, stop)))
        yield Progress(stop, len(x))
    return rival


def _strips(
    x: torch.Tensor, scaled: tuple | None, named: torch.Tensor
) -> Generator[Progress, None, torch.Tensor]:
    """The same for the rows `named` (m,) alone: strips of their products with all rows."""
    rival = x.new_full((len(named),), -torch.inf)
    high, wide = TILE.get(x.device.type, TILE["cpu"])
    for start in range(0, len(named), high):
        some = named[start : start + high]
        for left in range(0, len(x), wide):
            right = min(left + wide, len(x))
            tile = x[some] @ x[left:right].T
            inside = ((some >= left) & (some < right)).nonzero()[:, 0]
            tile[inside, some[inside] - left] = -torch.inf
            _beat(rival[start : start + high], tile, _of(scaled, some, slice(left, right)))
        yield Progress(min(start + high, len(named)), len(named))
    return rival


def _of(scaled: tuple | None, rows: slice | torch.Tensor, columns: slice) -> tuple | None:
    """Reach of `rows` and bias of `columns`, where there are any."""
    return None if scaled is None else (scaled[0][rows], scaled[1][columns])


def _beat(rival: torch.Tensor, tile: torch.Tensor, scaled: tuple | None) -> None:
    """The largest logit so far of every row's h, in place; `tile` (rows, columns) of products."""
    if scaled is not None:
        reach, bias = scaled
        tile = torch.addcmul(bias.expand_as(tile), tile, reach[:, None].expand_as(tile))
    torch.maximum(rival, tile.amax(dim=1), out=rival)


def holds(k: int, certificate: Weights, w: np.ndarray, b: np.ndarray) -> bool:
    """Whether the weights prove that nothing can put row `k` strictly first."""
    return _proves(k, certificate, w, b, np.abs(w).max(), np.abs(b).max())


def unproved(
    verdicts: Verdicts, w: np.ndarray, b: np.ndarray
) -> Generator[Progress, None, list[int]]:
    """The rows whose weights do not hold; one `Progress` some hundred of them."""
    size, lift, bad = np.abs(w).max(), np.abs(b).max(), []
    for done, (k, one) in enumerate(verdicts.weights.items()):
        if not _proves(k, one, w, b, size, lift):
            bad.append(k)
        if done % 256 == 0:
            yield Progress(done, len(verdicts.weights))
    return bad


def _proves(k: int, one: Weights, w, b, size: float, lift: float) -> bool:
    """`holds`, the largest |w| and |b| being known."""
    if k in one.rows or not (one.weights >= 0).all():
        return False
    missed = np.abs(one.weights @ w[one.rows] - w[k]).max()
    lower = one.weights @ b[one.rows] < b[k] - TOLERANCE * lift
    whole = abs(one.weights.sum() - 1) <= TOLERANCE
    return bool(whole and missed <= TOLERANCE * size and not lower)


def wrong(verdicts: Verdicts, w: np.ndarray, b: np.ndarray | None = None) -> list[int]:
    """The rows whose certificate does not hold; none, if all is well."""
    b = np.zeros(len(w)) if b is None else b
    w, b = np.asarray(w, np.float64), np.asarray(b, np.float64)
    found = margins(verdicts, w, b)
    kinds = verdicts.kind
    bad = np.flatnonzero((kinds == VERDICTS.index(ARGMAXABLE)) & ~(found > 0)).tolist()
    for kind, proofs in ((UNARGMAXABLE, verdicts.weights), (TIE, verdicts.twins)):
        bad += [
            k for k in np.flatnonzero(kinds == VERDICTS.index(kind)).tolist() if k not in proofs
        ]
    size, lift = np.abs(w).max(), np.abs(b).max()
    bad += [k for k, one in verdicts.weights.items() if not _proves(k, one, w, b, size, lift)]
    for k, twin in verdicts.twins.items():
        same = k != twin and np.array_equal(w[k], w[twin]) and b[k] == b[twin]
        bad += [] if same else [k]
    return sorted(set(bad))
