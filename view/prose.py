"""The prose of a page: `pages/<slug>/text.<language>.md`, its sections and its live numbers.

    ---
    title: DDPM = demolish + rebuild
    section: diffusion
    order: 1
    ---
    # claim
    One line.
    # limits
    - At T = [[T]] the trace is [[alpha_bar_T]].

Front matter and the names after `#` are the same in all languages; `section` and the names
are ids, said by the catalogue as `section.<id>` and `prose.<name>`. `nav` is a shorter title
for the sidebar, where the title does not fit one line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from view.kept import hidden
from view.language import FALLBACK, LANGUAGES, language, missing, number, t

PAGES = Path(__file__).parents[1] / "pages"
HOME = "home"
SECTION = re.compile(r"^# +([a-z_]+)[ \t]*$", re.MULTILINE)
NUMBER = re.compile(r"\[\[(\w+)\]\]")
OPENING, CLOSING = "（“‘「『(", "，。；：、！？）”’」』,.;:!?)"
FORMULA = re.compile(rf"([{OPENING}]*)(?<![$\\])\$(?!\$)((?:[^$\\\n]|\\.)+)\$(?!\$)([{CLOSING}]*)")


@dataclass(frozen=True)
class Prose:
    """One page's words in one language; `sections` maps a name to Markdown."""

    slug: str
    title: str
    nav: str
    section: str
    order: float
    sections: Mapping[str, str]

    @property
    def titled(self) -> list[str]:
        """The sections with a title: all but the claim and those of experiments, `x_<name>`."""
        return [name for name in self.sections if name != "claim" and not name.startswith("x_")]

    def part(self, name: str, /, **numbers: Any) -> str:
        """Section `name` with its [[numbers]] filled."""
        return fill(self.sections[name], numbers)

    def show(self, *names: str, **numbers: Any) -> None:
        """Draw the sections `names` (all that have a title, if none is named), each under it.

        A teacher's link hides a section by its name, all of them with `prose`.
        """
        for name in names or self.titled:
            if hidden("prose") or hidden(name):
                continue
            st.header(t(f"prose.{name}"), anchor=f"{self.slug}-{name}")
            st.markdown(self.part(name, **numbers))
            if name == "sources":
                with st.container(key="offline"):
                    st.caption(t("page.offline"))


def fill(text: str, numbers: Mapping[str, Any]) -> str:
    """`text` with every [[name]] replaced by `numbers[name]`: a string as it is, or a number.

    Marks beside a formula are drawn in it, so that none begins a line.
    """

    def said(match: re.Match) -> str:
        value = numbers.get(match[1])
        if value is None:
            return missing(match[1])
        return number(value) if isinstance(value, int | float) else str(value)

    return FORMULA.sub(_tied, NUMBER.sub(said, text))


def _tied(match: re.Match) -> str:
    """A formula with the marks that hug it: a line breaks beside a formula, and never there."""
    before, formula, after = match.groups()
    apart = "\u200b" if match.string.startswith("$", match.end()) else ""
    return f"${_mark(before)}{formula}{_mark(after)}${apart}"


def _mark(signs: str) -> str:
    """`signs` inside a formula, as large as they are outside."""
    return rf"{{\footnotesize\text{{{signs}}}}}" if signs else ""


def prose(slug: str) -> Prose:
    """The words of page `slug` in the reader's language."""
    return read(slug, language())


def read(slug: str, language: str) -> Prose:
    """The words of page `slug` in `language`, read again when the file has changed."""
    path = PAGES / slug / f"text.{language}.md"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> Prose:
    head, body = path.read_text(encoding="utf-8").removeprefix("---\n").split("\n---\n", 1)
    front = dict(re.split(r":\s*", line, maxsplit=1) for line in head.splitlines() if line)
    _, *pieces = SECTION.split(body)
    return Prose(
        slug=path.parent.name,
        title=front["title"],
        nav=front.get("nav", front["title"]),
        section=front["section"],
        order=float(front["order"]),
        sections={k: v.strip() for k, v in zip(pieces[::2], pieces[1::2], strict=True)},
    )


def slugs() -> list[str]:
    """The pages there are: a folder of pages/ with its script and a text in every language."""
    needed = ["page.py", *(f"text.{language}.md" for language in LANGUAGES)]
    folders = [p for p in PAGES.iterdir() if all((p / name).is_file() for name in needed)]
    return sorted((p.name for p in folders), key=lambda slug: read(slug, FALLBACK).order)


def by_section(entries: list[Any]) -> dict[str, list[Any]]:
    """`entries` (anything with a `section`) grouped by it, in the order of appearance."""
    groups: dict[str, list[Any]] = {}
    for entry in entries:
        groups.setdefault(entry.section, []).append(entry)
    return groups
