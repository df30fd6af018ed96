"""State is a link: what a page shows comes back from its address, and a teacher may hold it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import PAGES, asked, sentences, visit
from tests.test_rooms import ROOT
from view import declared, language, link, prose

# the widgets of Streamlit that a page does not use: view.controls has them all
RAW = {
    "button",
    "checkbox",
    "expander",
    "file_uploader",
    "number_input",
    "pills",
    "radio",
    "segmented_control",
    "select_slider",
    "selectbox",
    "slider",
    "text_input",
    "toggle",
}


def words(test: AppTest) -> list[str]:
    return [element.value for kind in (test.markdown, test.header) for element in kind]


VALUED = ("selectbox", "number_input", "slider", "select_slider", "button_group", "toggle")


def widgets(test: AppTest) -> dict[str, object]:
    """Every widget of the page's own by its key: itself."""
    kinds = (*VALUED, "button")
    found = [one for kind in kinds for one in test.get(kind) if one.key]
    return {one.key: one for one in found if not one.key.startswith("frame_")}


def raw_calls(path: Path) -> set[str]:
    """What `path` draws of RAW by itself."""
    calls = [
        n.func for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)
    ]
    names = {
        f.attr
        for f in calls
        if isinstance(f, ast.Attribute) and isinstance(f.value, ast.Name) and f.value.id == "st"
    }
    return names & RAW


@pytest.mark.parametrize(
    "path",
    sorted(ROOT.glob("pages/*/**/*.py")),
    ids=lambda p: p.relative_to(ROOT / "pages").as_posix(),
)
def test_a_page_draws_its_controls_where_a_teacher_can_reach_them(path: Path):
    assert raw_calls(path) == set()


@pytest.mark.parametrize("slug", PAGES)
def test_with_all_locked_every_control_is_held_and_says_why(inline_jobs, slug: str):
    test = visit(slug, lang="en", lock="all")
    found = widgets(test)
    assert found
    assert [key for key, one in found.items() if not one.proto.disabled] == []
    said = language.CATALOGUES["en"]["frame.held"]
    assert {one.proto.help for one in found.values()} == {said}


@pytest.mark.parametrize("slug", PAGES)
def test_a_hidden_control_is_gone_and_its_value_stays(inline_jobs, slug: str):
    free = visit(slug, lang="en")
    seen = [key for key in widgets(free) if f"{slug}_" in key]
    names = [key.removeprefix(f"{slug}_") for key in seen]
    test = visit(slug, lang="en", hide=",".join(names))
    assert not test.exception
    assert set(widgets(test)).isdisjoint(seen)
    kept = [f"{slug}_{name}" for name in names if f"{slug}_{name}" in free.query_params]
    assert kept
    assert [asked(test, key) for key in kept] == [asked(free, key) for key in kept]


@pytest.mark.parametrize("slug", PAGES)
def test_prose_question_and_experiments_are_hidden_by_name(inline_jobs, slug: str):
    def titles(test: AppTest) -> list[str]:
        return [one.value for one in test.header]

    whole = titles(visit(slug, lang="en"))
    name = prose.read(slug, "en").titled[-1]
    one = titles(visit(slug, lang="en", hide=name))
    assert [title for title in whole if title not in one] == [
        language.CATALOGUES["en"][f"prose.{name}"]
    ]
    bare = visit(slug, lang="en", hide="prose,question,experiments")
    assert titles(bare) == []
    assert language.CATALOGUES["en"].get(f"{slug}.question") not in words(bare)
    assert f"{slug}_x" not in widgets(bare)


def test_a_held_control_stays_at_what_its_link_said():
    test = visit("ddpm", lang="en", lock="seed,t", ddpm_seed="3", ddpm_t="250")
    test.query_params["ddpm_seed"] = "9"
    test.query_params["ddpm_t"] = "900"
    test.run()
    assert len(sentences(test)) == 2
    assert all("is held by the link" in said for said in sentences(test))
    assert (asked(test, "ddpm_seed"), asked(test, "ddpm_t")) == ("3", "250")
    assert test.number_input(key="ddpm_seed").value == 3
    assert test.run().number_input(key="ddpm_seed").value == 3


def test_a_held_control_that_the_link_did_not_name_stays_where_it_opened():
    test = visit("ddpm", lang="en", lock="all")
    start = asked(test, "ddpm_seed")
    test.query_params["ddpm_seed"] = "9"
    test.query_params["ddpm_flag"] = "300"
    test.run()
    assert len(sentences(test)) == 2
    assert asked(test, "ddpm_seed") == start
    assert "ddpm_flag" not in test.query_params


def test_a_lock_is_not_shaken_off_by_another_address():
    test = visit("ddpm", lang="en", lock="seed", hide="question", ddpm_seed="3")
    test.query_params.clear()
    test.query_params["ddpm_seed"] = "9"
    test.query_params["lock"] = "T"
    test.run()
    assert test.number_input(key="ddpm_seed").disabled and test.number_input(key="ddpm_T").disabled
    assert asked(test, "lock") == "seed,T"
    assert asked(test, "hide") == "question"
    assert asked(test, "ddpm_seed") == "3"


def test_what_the_browser_put_right_is_said():
    test = visit("ddpm", lang="en", lock="seed", ddpm_seed="3", refused="ddpm_seed:9")
    (said,) = sentences(test)
    assert "Seed" in said and "is held by the link" in said and "`9`" in said
    assert "refused" not in test.query_params
    assert asked(test, "ddpm_seed") == "3"


def test_a_button_that_moves_a_held_control_is_held_too():
    test = visit("ddpm", lang="en", lock="T", ddpm_x="broken")
    assert test.button(key="ddpm_break_T").disabled
    assert not test.button(key="ddpm_new_seed").disabled


def test_a_held_expander_stays_shut_and_a_hidden_one_is_gone():
    assert len(visit("ddpm", lang="en", ddpm_x="schedules").expander) == 1
    for way in ("lock", "hide"):
        assert not visit("ddpm", lang="en", ddpm_x="schedules", **{way: "draw"}).expander


CURVE = tuple(round(1 - k / 40, 4) for k in range(33))


@pytest.mark.parametrize(
    ("control", "value"),
    [
        (declared.Switch("a"), True),
        (declared.Switch("a"), False),
        (declared.Whole("a", -5, 5), -3),
        (declared.Real("a", -1, 1), -0.125),
        (declared.Choice("a", ("x", "y")), "y"),
        (declared.Curve("a", 33), CURVE),
        (declared.Curve("a", 2), (0.0, 1.0)),
        (declared.Picture("a", 3072), bytes(range(256)) * 12),
    ],
)
def test_a_value_comes_back_from_a_link(control, value):
    assert control.read(declared.written(value)) == value


@pytest.mark.parametrize(
    ("control", "text"),
    [
        (declared.Switch("a"), "True"),
        (declared.Curve("a", 2), ""),
        (declared.Curve("a", 2), "图"),
        (declared.Curve("a", 2), declared.written((0.1, 0.2, 0.3))),
        (declared.Curve("a", 1), "__8"),
        (declared.Picture("a", 3072), ""),
        (declared.Picture("a", 3072), "AAAA"),
        (declared.Picture("a", 3072), declared.written(bytes(3073))),
        (declared.Picture("a", 3072), declared.written(bytes(50_000_000))),
    ],
)
def test_what_is_no_value_is_refused(control, text):
    with pytest.raises(link.InvalidParameter):
        control.read(text)


def test_only_what_is_short_travels():
    assert link.travels(bytes(3072))
    assert not link.travels(bytes((i * i * 31 + i // 7) % 251 for i in range(3072)))
