"""State round trip: for every control of a page, set → its link → a fresh session → the same."""

from __future__ import annotations

import ast
from functools import lru_cache
from importlib import import_module
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engine.logistic_regression.config import opening
from tests.test_links import VALUED, widgets
from tests.test_pages import PAGES, asked, visit
from view import declared, language, link, prose
from view.bundle import load
from view.easel.paint import encode
from view.placed import Points, packed

Control = link.Declared


@lru_cache(maxsize=16)
def controls(slug: str) -> tuple[Control, ...]:
    """What page `slug` declares to be in its link."""
    told: list[tuple[Control, ...]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBS", "inline")
        check = link.check
        patch.setattr(
            link, "check", lambda page, them: told.append(tuple(them)) or check(page, them)
        )
        visit(slug, lang="en")
    return told[0]


def declared_names(slug: str) -> list[str]:
    """The names in IN_LINK of page `slug`, read without running it."""
    page = ast.parse((prose.PAGES / slug / "page.py").read_text(encoding="utf-8"))
    (value,) = (
        node.value
        for node in page.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "IN_LINK"
    )
    return [name for entry in value.elts for name in _named(page, entry)]


def _named(page: ast.Module, entry: ast.expr) -> list[str]:
    """The names that one entry of IN_LINK declares; a starred one has them from its module."""
    if not isinstance(entry, ast.Starred):
        return [entry.args[0].value]
    (home,) = (
        node.module
        for node in page.body
        if isinstance(node, ast.ImportFrom) and entry.value.id in {a.name for a in node.names}
    )
    return [control.name for control in getattr(import_module(home), entry.value.id)]


CASES = [(slug, name) for slug in PAGES for name in declared_names(slug)]


def sample(control: Control, default: Any) -> Any:
    """A good value of `control` that is not `default`."""
    if isinstance(control, declared.Choice):
        return next(c for c in reversed(control.choices) if c != default)
    if isinstance(control, declared.Whole):
        return min(control.low + 17, control.high)
    if isinstance(control, declared.Real):
        return round(control.low + 0.3 * (control.high - control.low), 2)
    if isinstance(control, declared.Stop):
        return control.stops[2]
    if isinstance(control, declared.Switch):
        return not default
    if isinstance(control, declared.Text):
        return "900, 300 20"
    if isinstance(control, Points):
        return packed(opening(2, 20, 7).points)
    if isinstance(control, declared.Curve):
        return tuple(round(0.9 - 0.8 * k / control.count, 4) for k in range(control.count))
    return load("ddpm")[0].x0[5].tobytes()


@lru_cache(maxsize=16)
def homes(slug: str) -> dict[str, str | None]:
    """Where each widget of page `slug` is: on the page itself (None), or in which experiment."""
    found = dict.fromkeys(widgets(visit(slug, lang="en")))
    for x in next((c.choices for c in controls(slug) if c.name == "x"), ()):
        for key in widgets(visit(slug, lang="en", **{f"{slug}_x": x})):
            found.setdefault(key, x)
    return found


def address(test: AppTest) -> dict[str, str]:
    return {key: asked(test, key) for key in test.query_params}


def figure(test: AppTest) -> dict[str, Any]:
    """What the page shows: its charts, what its instruments hold, its words."""
    charts = [one.proto.spec for one in test.get("plotly_chart")]
    parts = {}
    for one in test.get("bidi_component"):
        which = one.proto.WhichOneof("data")
        parts[one.proto.id.rpartition("-")[2]] = which and getattr(one.proto, which)
    words = [one.value for kind in (test.title, test.markdown, test.warning) for one in kind]
    return {"charts": charts, "parts": parts, "words": words}


def put(test: AppTest, key: str, value: Any) -> AppTest:
    """Set the widget as a reader does."""
    widgets(test)[key].set_value(value)
    return test.run()


@pytest.mark.parametrize(("slug", "name"), CASES)
def test_what_is_set_comes_back_from_the_copied_link(inline_jobs, slug: str, name: str):
    control = next(c for c in controls(slug) if c.name == name)
    if getattr(control, "choices", True) == ():
        pytest.skip("no experiments yet")
    key, start = f"{slug}_{name}", {"lang": "en"}
    if key in homes(slug):
        home = homes(slug)[key]
        test = visit(slug, **start, **({f"{slug}_x": home} if home else {}))
        value = sample(control, widgets(test)[key].value)
        put(test, key, value)
    else:
        value = sample(control, None)
        test = visit(slug, **start, **{key: declared.written(value)})
    assert not test.exception
    copied = address(test)
    assert copied.get(key) == declared.written(value)
    fresh = visit(slug, **copied)
    assert address(fresh) == copied
    before, after = widgets(test), widgets(fresh)
    assert {k: w.value for k, w in before.items()} == {k: w.value for k, w in after.items()}
    assert figure(fresh) == figure(test)


@pytest.mark.parametrize("slug", PAGES)
def test_every_widget_with_a_value_is_in_the_link(inline_jobs, slug: str):
    named = {f"{slug}_{control.name}" for control in controls(slug)}
    for x in {None, *homes(slug).values()}:
        test = visit(slug, lang="en", **({f"{slug}_x": x} if x else {}))
        drawn = {w.key for kind in VALUED for w in test.get(kind) if w.key.startswith(slug)}
        assert drawn <= named


def brought(name: str, experiment: str) -> tuple[Any, str]:
    """A drawing that a link brings to `experiment` of ddpm, and what its instruments then hold."""
    value = sample(next(c for c in controls("ddpm") if c.name == name), None)
    way = {"ddpm_x": experiment, f"ddpm_{name}": declared.written(value)}
    test = visit("ddpm", lang="en", **way)
    assert asked(test, f"ddpm_{name}") == declared.written(value)
    return value, "".join(one.proto.json for one in test.get("bidi_component"))


def test_a_drawn_schedule_comes_with_the_link(inline_jobs):
    curve, held = brought("curve", "schedules")
    assert str(curve[5]) in held
    assert language.CATALOGUES["en"]["ddpm.schedule.drawn"] in held


def test_a_drawn_house_comes_with_the_link(inline_jobs):
    house, held = brought("paint", "own")
    assert encode(house) in held
