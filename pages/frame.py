"""The frame around every page: navigation, language, what the address asked for.

The main script of `app.py`. A page is a folder beside this file with `page.py` and a text in
every language; its front matter says where it stands.
"""

from __future__ import annotations

import streamlit as st

from view import icon, link, prose
from view.device import device_badge
from view.language import LANGUAGES, language, t
from view.style import switch
from view.teacher import teach


def choose_language() -> None:
    """The switch between languages, in step with the address."""
    st.session_state["frame_language"] = language()
    st.segmented_control(
        t("frame.lang"),
        list(LANGUAGES),
        format_func=LANGUAGES.get,
        key="frame_language",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: link.keep_language(st.session_state["frame_language"]),
    )


def sidebar(texts: list[prose.Prose], pages: dict[str, st.Page], here: str) -> None:
    """Name, pages by section; at the foot language, light and dark, device."""
    with st.container(key="lab_name"):
        st.markdown(f"**{t('lab.name')}**")
    for section, group in prose.by_section(texts).items():
        if section != prose.HOME:
            st.caption(t(f"section.{section}"))
        for text in group:
            with st.container(key="here" if text.slug == here else f"to_{text.slug}"):
                way = {"label": text.nav, "query_params": link.kept(), "width": "stretch"}
                st.page_link(pages[text.slug], **way)
    with st.container(key="foot", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            choose_language()
            switch(here, link.lecture())
        device_badge()


link.keep()
link.edited()
texts = [prose.prose(slug) for slug in prose.slugs()]
pages = {
    text.slug: st.Page(
        f"{text.slug}/page.py",
        title=text.title,
        url_path=None if text.slug == prose.HOME else text.slug,
        default=text.slug == prose.HOME,
    )
    for text in texts
}
page = st.navigation(list(pages.values()), position="hidden")
here = page.url_path or prose.HOME
st.set_page_config(
    page_title=f"{page.title} · {t('lab.name')}",
    page_icon=str(icon.LAB),
    layout="wide",
    initial_sidebar_state="collapsed" if st.context.is_embedded or link.lecture() else 220,
)
if not link.hidden("sidebar"):
    with st.sidebar:
        sidebar(texts, pages, here)
link.say_frame(here)
page.run()
teach(here)
