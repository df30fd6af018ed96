"""What every page does: its opening, its cards, its Config, its badges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.errors import InvalidParameter
from view.kept import lecture
from view.language import t
from view.prose import Prose, prose
from view.sentence import complain

C = TypeVar("C")
Kind = Literal["measured", "exact", "trained", "reported"]
# width of the instrument and of the column beside it, in pixels at 1280×720
HERO = (704, 302)
# in a lecture the words beside it need more room
LECTURE = (600, 330)


def opening(slug: str, **numbers: Any) -> Prose:
    """Draw title and claim of page `slug`, its [[numbers]] filled; the page's words come back."""
    text = prose(slug)
    st.session_state["_here"] = slug
    with st.container(key="opening", gap=None):
        st.title(text.title, anchor=False)
        st.markdown(text.part("claim", **numbers))
    return text


def hero() -> tuple[DeltaGenerator, DeltaGenerator]:
    """The first screen's two columns: the instrument, and what stands beside it."""
    left, right = st.columns(LECTURE if lecture() else HERO, gap="medium")
    return left, right


def card(key: str) -> DeltaGenerator:
    """A framed box; `key` is unique on the page."""
    return st.container(border=True, key=f"card_{key}", gap="small")


def configured(slug: str, make: Callable[[], C], default: C, name: str = "hero") -> C:
    """The Config that `make` builds from the widgets, for the figure `name` of the page.

    Where a rule is broken: its sentence, and the session's last good one, or `default`.
    """
    slot = f"_{slug}_{name}_config"
    try:
        config = make()
    except InvalidParameter as wrong:
        complain(wrong, slug)
        return st.session_state.get(slot, default)
    st.session_state[slot] = config
    return config


def badge(kind: Kind, text: str) -> None:
    """How a number came about: measured, exact, trained or reported, and on what."""
    st.html(f'<span class="badge" data-kind="{kind}">{t(f"badge.{kind}")}</span> {_plain(text)}')


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
