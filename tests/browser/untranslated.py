"""Words in the wrong language, and places where words should stand and do not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from view.language import CATALOGUES, LANGUAGES
from view.style import ABOUT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’]*")
SENTENCE = re.compile(r"(?:[A-Za-z'’]+[ ,]+){3,}[A-Za-z'’]+")
# one word in every language
NAMES = {
    *("softmax", "arXiv", "kexue", "fm", "float", "Transformer", "torch", "numpy", "plotly"),
    *("Post", "Pre", "Norm", "Fixup", "Xavier", "Adam", "Ladder", "Side", "Tuning"),
    *("Ho", "Jain", "Abbeel", "Nichol", "Dhariwal", "Markdown"),
}
PREFIXES = {message.split(".")[0] for message in CATALOGUES["en"] if "." in message}
HOLES = (
    re.compile(r"\[\[\w*\]\]"),
    re.compile(r"\{[a-z_]\w*\}"),
    re.compile(r"\b(NaN|undefined|Infinity)\b|^(nan|null|None)$"),
    re.compile(rf"\b({'|'.join(sorted(PREFIXES))})\.[a-z_]+(\.[a-z_]+)*\b"),
)


def untranslated(words: Iterable[dict], language: str) -> list[str]:
    """Complaints about `words`: {text, kind, place, source}, as the eye `words` sees them.

    `source` marks an entry of a list of papers, whose titles stay as they are.
    """
    return [
        f"{word['kind']} {word['text'][:90]!r} at {word['place']}"
        for word in words
        if hole(word["text"]) or (not word["source"] and foreign(word["text"], language))
    ]


def hole(text: str) -> bool:
    """Whether a number, a place or a message was left open in `text`."""
    return any(pattern.search(text) for pattern in HOLES)


def foreign(text: str, language: str) -> bool:
    """Whether `text` is in another language than `language`."""
    if text in LANGUAGES.values() or text in ABOUT:
        return False
    if language != "zh":
        return bool(CHINESE.search(text))
    if CHINESE.search(text):
        return any(strange(piece) > 3 for piece in SENTENCE.findall(text))
    return strange(text) > 0


def strange(text: str) -> int:
    """How many words of `text` are some language's."""
    return sum(not same(word) for word in LATIN.findall(text))


def same(word: str) -> bool:
    """Whether `word` is no language's: a letter or two, an abbreviation, a name."""
    return len(word) < 3 or word in NAMES or any(letter.isupper() for letter in word[1:])
