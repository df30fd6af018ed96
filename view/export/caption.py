"""What goes inside every file a reader takes away: title, parameters, seed, link."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import streamlit as st

from view.language import known, t
from view.prose import prose


@dataclass(frozen=True)
class Caption:
    """`title` of the page, what is `said` of the figure, `parameters`, and the full `link`."""

    title: str
    said: str
    parameters: str
    link: str

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands below a picture."""
        return tuple(line for line in (self.parameters, self.link) if line)


def address() -> str:
    """The full address with the state of this moment."""
    asked = urlencode(st.query_params.to_dict())
    place = urlsplit(st.context.url or "")
    bare = f"{place.scheme}://{place.netloc}{place.path}" if place.netloc else ""
    return f"{bare}?{asked}" if asked else bare


def caption(slug: str, said: str) -> Caption:
    """The caption of a figure of page `slug`, `said` in a sentence."""
    own = {
        name.removeprefix(f"{slug}_"): value
        for name, value in st.query_params.to_dict().items()
        if name.startswith(f"{slug}_")
    }
    parts = [f"{_named(slug, name)} {value}" for name, value in own.items() if name != "x"]
    return Caption(prose(slug).title, said, " · ".join(parts), address())


def _named(slug: str, name: str) -> str:
    return t(f"{slug}.{name}") if known(f"{slug}.{name}") else name


def here() -> str:
    """The slug of the page on screen."""
    return st.session_state.get("_here", "home")
