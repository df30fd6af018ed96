"""The buttons: one quiet menu a figure, nothing made before it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from engine import jobs
from view.export import film as films
from view.export.alone import NotAlone
from view.export.caption import caption, here
from view.export.curves import chart_of
from view.export.figure import read
from view.export.notebook import notebook
from view.export.picture import picture
from view.export.snippet import snippet
from view.export.svg import svg
from view.export.table import table
from view.export.tiled import tiled
from view.kept import hidden
from view.language import t
from view.live import session
from view.polling import ENDED, poll

MIMES = {"npz": "application/octet-stream", "json": "application/json"}


def take_chart(figure: go.Figure, key: str, alt: str) -> None:
    """PNG, SVG and CSV of what plotly was told to draw."""
    with_menu(key, lambda: _chart(figure, key, alt))


def take_code(slug: str, name: str, work: str, config: Any) -> None:
    """A script and a notebook that compute `work(config)` without a clone."""
    key = f"{slug}_{name}_code"
    with_menu(key, lambda: _code(key, slug, name, work, config), t("export.code"))


def take_curves(result: Any, slug: str, work: str, alt: str, *, log: bool = False) -> None:
    """A hero that is no film: its `curves` as a chart and as CSV, and the code behind them.

    The catalogue says the axes as `<slug>.curves.x` and `.y`, and the curve of each name as
    `<slug>.curves.<name>`; a name without words stands as it is.
    """
    key = f"{slug}_hero"

    def parts() -> None:
        _chart(chart_of(result.curves, slug, log), key, alt)
        _code(f"{key}_code", slug, "hero", work, result.config)

    with_menu(key, parts)


def take_files(key: str, label: str, files: dict[str, Callable[[], bytes]]) -> None:
    """Files as they are, by kind, each made once the menu is open; `label` says what they hold."""

    def parts() -> None:
        for kind, made in files.items():
            _file(key, kind, made(), MIMES[kind])

    with_menu(f"{key}_files", parts, label)


def take_pictures(
    images: Sequence[np.ndarray], names: Sequence[str], key: str, alt: str, wide: int = 240
) -> None:
    """Pictures side by side, a name over each, as SVG and PNG."""

    def parts() -> None:
        told = caption(here(), alt)
        picture(tiled(images, names, told, wide), told, key=f"{key}_picture", name=key)

    with_menu(key, parts)


def take_film(
    film: Any,
    slug: str,
    name: str,
    alt: str,
    *,
    at: float | None,
    leg: str,
    recording: Callable[[str, str, str], Any],
    alone: tuple[str, Any] | None = None,
) -> None:
    """Everything of a `HouseFilm`: the moment, its numbers, WebP and MP4, and the code.

    `recording(kind, title, link)` makes the Config of the file; `alone` is the work and the
    Config that stand alone, where there are such.
    """
    key = f"{slug}_{name}"

    def parts() -> None:
        told = caption(slug, alt)
        picture(films.still(film, at, leg, told), told, key=f"{key}_picture", name=key)
        _file(key, "csv", films.numbers(film, told), "text/csv")
        for kind, mime in (("webp", "image/webp"), ("mp4", "video/mp4")):
            _recording(key, slug, kind, mime, recording(kind, told.title, told.link))
        if alone:
            _code(f"{key}_code", slug, name, *alone)

    with_menu(key, parts)


def with_menu(key: str, parts: Callable[[], None], label: str | None = None) -> None:
    """A popover that runs `parts` while it is open."""
    if hidden("export"):
        return
    with st.container(key=f"take_{key}"):
        menu = st.popover(
            label or t("export.menu"), type="tertiary", key=f"menu_{key}", on_change="rerun"
        )
    if menu.open:
        with menu:
            parts()


def _chart(figure: go.Figure, key: str, alt: str) -> None:
    drawing, told = read(figure), caption(here(), alt)
    picture(svg(drawing, told), told, key=f"{key}_picture", name=key)
    _file(key, "csv", table(drawing, told), "text/csv")


def _code(key: str, slug: str, name: str, work: str, config: Any) -> None:
    told = caption(slug, work)
    try:
        made = snippet(work, config, told)
    except NotAlone as missing:
        st.caption(t("export.not_alone", package=missing.package))
        return
    _file(key, "py", made.text, "text/x-python")
    _file(key, "ipynb", notebook(made, told), "application/x-ipynb+json")


def _file(key: str, kind: str, content: str | bytes, mime: str) -> None:
    st.download_button(
        t(f"export.{kind}"),
        content,
        f"{key}.{kind}",
        mime,
        key=f"{key}_{kind}",
        on_click="ignore",
        width="stretch",
    )


def _recording(key: str, slug: str, kind: str, mime: str, config: Any) -> None:
    """A button that begins the recording; then its progress, then the file."""
    wanted = f"_wanted_{key}_{kind}"
    if not st.session_state.get(wanted):
        begin = {"key": f"{key}_{kind}_begin", "width": "stretch"}
        st.button(t(f"export.{kind}"), on_click=_want, args=(wanted,), **begin)
        return
    job = jobs.submit(session(), f"{key}_{kind}", "engine.recording.film:run", config)
    status = job.status()
    if status.state == "done":
        _file(key, kind, status.result.file, mime)
        return
    poll(job, slug, f"{key}_{kind}")
    if status.state in ENDED:
        st.session_state.pop(wanted)
        jobs.release(session(), f"{key}_{kind}")


def _want(wanted: str) -> None:
    st.session_state[wanted] = True
