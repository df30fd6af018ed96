"""Controls beside a hero: one row each, bound to the address by hand.

Streamlit's own binding writes what a select box *shows* into the address; here the value
goes there, which is the same in every language. `lock=` in the link holds a control.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from view import link
from view.language import t


def restore(slug: str, asked: Mapping[str, Any]) -> None:
    """Let widgets that are not there yet open at what the address asks for."""
    for name, value in asked.items():
        st.session_state.setdefault(f"{slug}_{name}", value)


def choice(slug: str, name: str, options: Sequence[str], default: str) -> str:
    """A select box; the catalogue says each option as `<slug>.<name>.<option>`."""
    st.session_state.setdefault(f"{slug}_{name}", default)
    return st.selectbox(
        t(f"{slug}.{name}"),
        options,
        key=f"{slug}_{name}",
        format_func=lambda option: t(f"{slug}.{name}.{option}"),
        disabled=link.locked(name),
    )


def whole(
    slug: str,
    name: str,
    default: int,
    *,
    step: int = 1,
    on_change: Callable[[], None] | None = None,
) -> int:
    """A whole number; its rule stands in the Config, which answers with a sentence."""
    st.session_state.setdefault(f"{slug}_{name}", default)
    return st.number_input(
        t(f"{slug}.{name}"),
        key=f"{slug}_{name}",
        step=step,
        on_change=on_change,
        disabled=link.locked(name),
    )


def chips(slug: str, name: str, options: Iterable[str]) -> str | None:
    """A row of chips, at most one on; the catalogue says each as `<slug>.<name>.<option>`."""
    return st.pills(
        t(f"{slug}.{name}"),
        list(options),
        key=f"{slug}_{name}",
        format_func=lambda option: t(f"{slug}.{name}.{option}"),
    )
