"""What is said, in the reader's language.

A message has an id; `assets/locale/<language>/LC_MESSAGES/*.po` say it in each language:
`lab.po` for what pages share, one file for each page and instrument beside it.
The language belongs to the session and is looked up at each call: nothing is translated at
import, in a worker, or in a cached function.

    t("frame.home")                       "Home"
    t("must be one of {choices}", ...)    a rule of the engine, with its places filled
"""

from __future__ import annotations

import logging
import math
import sys
from pathlib import Path
from typing import Any

import streamlit as st
from babel.messages.pofile import read_po

LANGUAGES = {"zh": "中文", "en": "EN"}
FALLBACK = "en"
LOCALE = Path(__file__).parents[1] / "assets" / "locale"
SLOT = "_language"

log = logging.getLogger(__name__)


class MissingMessage(LookupError):
    """A message id, or a live number of a text, that nobody has written."""


def read(language: str) -> dict[str, str]:
    """The catalogues of `language` in one: message id -> what is said."""
    said: dict[str, str] = {}
    for path in sorted((LOCALE / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            said |= {m.id: m.string for m in read_po(file, locale=language) if m.id}
    return said


CATALOGUES = {language: read(language) for language in LANGUAGES}


def t(message: str, /, **places: Any) -> str:
    """What `message` says in the reader's language, its `{places}` filled."""
    return template(message).format(**places)


def template(message: str) -> str:
    """What `message` says, its `{places}` left for the browser to fill."""
    for known in (CATALOGUES[language()], CATALOGUES[FALLBACK]):
        if said := known.get(message):
            return said
    return missing(message)


def missing(name: str) -> str:
    """`name` has no words: raise under pytest; for a reader, log it and show the name."""
    if "pytest" in sys.modules:
        raise MissingMessage(name)
    log.error("nobody has written %r", name)
    return name.replace("{", "{{").replace("}", "}}")


def known(message: str) -> bool:
    """Whether `message` has words."""
    return message in CATALOGUES[FALLBACK]


def language() -> str:
    """The session's language, a key of LANGUAGES; chosen, or first what the browser asks for."""
    if SLOT not in st.session_state:
        st.session_state[SLOT] = preferred(st.context.headers.get("Accept-Language"))
    return st.session_state[SLOT]


def speak(chosen: str) -> None:
    """From now on this session is in `chosen`."""
    st.session_state[SLOT] = chosen


def preferred(accept: str | None) -> str:
    """The first of LANGUAGES that the header Accept-Language asks for, else FALLBACK."""
    asked = accept or st.context.locale or ""
    ranked = sorted(map(_rank, asked.split(",")), key=lambda pair: -pair[1])
    offered = (tag for tag, quality in ranked if tag in LANGUAGES and quality > 0)
    return next(offered, FALLBACK)


def _rank(entry: str) -> tuple[str, float]:
    """`zh-CN;q=0.8` as ("zh", 0.8); what cannot be read counts as not asked for."""
    tag, _, quality = entry.partition(";")
    try:
        weight = float(quality.strip().removeprefix("q=")) if quality else 1.0
    except ValueError:
        weight = 0.0
    return tag.strip().lower().partition("-")[0], weight


RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power(k: int) -> str:
    """Ten to the `k`, as it is written."""
    return f"10{str(k).translate(RAISED)}"


def number(x: float, digits: int = 0) -> str:
    """`x` with `digits` decimals, a true minus sign, and thousands set apart."""
    if not math.isfinite(x):
        return "—" if math.isnan(x) else ("∞" if x > 0 else "−∞")
    return f"{x:,.{digits}f}".replace("-", "−")
