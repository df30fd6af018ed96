"""Home: what the lab is, and a card for each article, built or still to come."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

import streamlit as st

from view import icon, link, prose
from view.language import t
from view.page import card, opening

ACROSS = 3
# The articles without a page yet: slug, section, order. One that has a page drops out.
COMING = (
    ("logistic_regression", "linear", 4),
    ("unargmaxable", "linear", 5),
    ("attention", "transformers", 6),
    ("initialization", "transformers", 7),
    ("ladder_side_tuning", "transformers", 8),
)


@dataclass(frozen=True)
class Card:
    """What a card says of one article; `built` tells whether its page is there."""

    slug: str
    section: str
    order: float
    title: str
    claim: str
    built: bool

    @property
    def key(self) -> str:
        """What its frame is called."""
        return f"{'built' if self.built else 'coming'}_{self.slug}"


def cards() -> list[Card]:
    """One for each article, in order."""
    texts = [prose.prose(slug) for slug in prose.slugs() if slug != prose.HOME]
    built = [Card(p.slug, p.section, p.order, p.title, p.part("claim"), True) for p in texts]
    there = {one.slug for one in built}
    coming = [
        Card(slug, *place, t(f"coming.{slug}.title"), t(f"coming.{slug}.claim"), False)
        for slug, *place in COMING
        if slug not in there
    ]
    return sorted(built + coming, key=lambda one: one.order)


def draw(one: Card) -> None:
    """A card; where there is a page, its whole face is the link, and its hero moves on it."""
    with card(one.key):
        if one.built:
            preview(one.slug)
            page, title = f"{one.slug}/page.py", f"**{one.title}**"
            st.page_link(page, label=title, query_params=link.kept())
        else:
            st.markdown(f"**{one.title}** :gray-badge[{t('home.coming')}]")
        st.markdown(one.claim)


@st.cache_data(max_entries=32, show_spinner=False)
def miniature(slug: str) -> str:
    """What `preview.py` of a page draws."""
    return import_module(f"pages.{slug}.preview").draw()


def preview(slug: str) -> None:
    """The page's hero in miniature, if the page has one."""
    if find_spec(f"pages.{slug}.preview"):
        st.html(miniature(slug))


def shelf(section: str, row: list[Card]) -> None:
    """The cards of one section under its name."""
    st.caption(t(f"section.{section}"))
    for start in range(0, len(row), ACROSS):
        for column, one in zip(st.columns(ACROSS), row[start : start + ACROSS], strict=False):
            with column:
                draw(one)


everything = cards()
text = opening(prose.HOME, count=len(everything))
st.html(icon.sheet({f".st-key-card_{one.key}": one.slug for one in everything}))
with st.container(key="shelves"):
    for section, row in prose.by_section(everything).items():
        shelf(section, row)
text.show("sources")
