"""The texts of a model's words, from its tokenizer's JSON or text file; nothing of it is run."""

from __future__ import annotations

import json
from pathlib import Path

from engine.unargmaxable.shelf import beside, kept

TOKENS = ("tokenizer.json", "vocab.txt", "vocab.json")
"""Where the words' texts are, the first that is there."""
MOST_TOKENS = 20_000_000
"""Bytes of a tokenizer's file: a larger one is not read."""


def text_file(files: dict[str, int]) -> tuple[str, int]:
    """The file that says the words' texts, and its bytes; "" and 0 where there is none."""
    there = [name for name in TOKENS if 0 < files.get(name, 0) <= MOST_TOKENS]
    return (there[0], files[there[0]]) if there else ("", 0)


def texts(model: str, count: int) -> tuple[str, ...]:
    """The texts of the `count` words of a model that has been loaded; () where they are unknown."""
    for name in TOKENS:
        path = beside(kept(model), name)
        if path.exists():
            try:
                told = _told(path, name)
            except (ValueError, TypeError, KeyError, AttributeError, IndexError):
                return ()
            return tuple(told.get(k, "") for k in range(count))
    return ()


def _told(path: Path, name: str) -> dict[int, str]:
    """Number → text, as a tokenizer's file has them."""
    text = path.read_text(encoding="utf-8")
    if name == "vocab.txt":
        return dict(enumerate(text.split("\n")))
    told = json.loads(text)
    if name == "vocab.json":
        return {int(k): str(word) for word, k in told.items()}
    words = told["model"]["vocab"]
    pairs = words.items() if isinstance(words, dict) else ((w[0], k) for k, w in enumerate(words))
    more = {int(one["id"]): str(one["content"]) for one in told.get("added_tokens", ())}
    return {int(k): str(word) for word, k in pairs} | more
