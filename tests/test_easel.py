"""The easel: what comes back from the browser is a picture or a curve, or a sentence."""

from __future__ import annotations

from base64 import b64encode
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diffusion import houses
from engine.diffusion.schedule import schedule
from engine.errors import InvalidParameter
from view import language
from view.easel import curve as curve_of
from view.easel import curve_words, drawn, knots, paint_words
from view.easel.curve import EDGE, KNOTS, check_curve
from view.easel.curve import decode as decode_curve
from view.easel.paint import BYTES, PALETTE, encode
from view.easel.paint import decode as decode_picture

FALLING = [1 - (k + 0.5) / KNOTS for k in range(KNOTS)]
once = settings(derandomize=True, deadline=None)


@once
@given(st.binary(min_size=BYTES, max_size=BYTES))
def test_a_picture_comes_back_byte_for_byte(picture):
    assert decode_picture(encode(picture)) == picture


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (b64encode(bytes(BYTES - 1)).decode(), "must be {count} bytes"),
        (b64encode(bytes(BYTES + 1)).decode(), "must be {count} bytes"),
        ("", "must be {count} bytes"),
        ("no picture!", "must be base64"),
        ("AAA", "must be base64"),
        ("图", "must be base64"),
        (7, "must be base64"),
        ([0] * BYTES, "must be base64"),
        ({"r": 1}, "must be base64"),
    ],
    ids=["short", "long", "empty", "signs", "cut", "chinese", "number", "list", "dict"],
)
def test_what_is_no_picture_is_refused(value, rule):
    with pytest.raises(InvalidParameter) as raised:
        decode_picture(value)
    assert (raised.value.name, raised.value.rule) == ("picture", rule)


@once
@given(st.lists(st.floats(EDGE, 1 - EDGE), min_size=KNOTS, max_size=KNOTS))
def test_a_curve_comes_back_as_drawn_even_where_it_rises(values):
    assert decode_curve(values) == tuple(values)


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (FALLING[:-1], "must have {count} points"),
        ([*FALLING, 0.1], "must have {count} points"),
        ([], "must have {count} points"),
        ("0.5", "must have {count} points"),
        (None, "must have {count} points"),
        ([*FALLING[:-1], 0.0], "must stay between 0 and 1"),
        ([1.0, *FALLING[1:]], "must stay between 0 and 1"),
        ([1, *FALLING[1:]], "must stay between 0 and 1"),
        ([*FALLING[:-1], -0.2], "must stay between 0 and 1"),
        ([*FALLING[:-1], float("nan")], "must stay between 0 and 1"),
        ([*FALLING[:-1], "0.1"], "must stay between 0 and 1"),
        ([*FALLING[:-1], True], "must stay between 0 and 1"),
        ([*FALLING[:-1], None], "must stay between 0 and 1"),
    ],
)
def test_what_is_no_curve_is_refused(value, rule):
    with pytest.raises(InvalidParameter) as raised:
        decode_curve(value)
    assert (raised.value.name, raised.value.rule) == ("drawn", rule)


def test_a_start_that_is_no_curve_is_refused_before_anything_is_drawn():
    with pytest.raises(InvalidParameter) as raised:
        curve_of("key", "name", {}, (0.5,))
    assert raised.value.name == "start"


@pytest.mark.parametrize("name", ["su", "linear", "scaled_linear", "cosine"])
@pytest.mark.parametrize("T", [50, 1000])
def test_the_knots_of_a_schedule_are_a_falling_curve_on_it(name, T):
    table = schedule(name, T).log_alpha_bar.numpy()
    found = check_curve(knots(table), "knots")
    assert all(left > right for left, right in pairwise(found))
    if T % (KNOTS - 1) == 0:
        np.testing.assert_allclose(found[1:-1], np.exp(table)[:: T // 32][1:-1], atol=6e-5)
    assert found[-1] == pytest.approx(max(np.exp(table[-1]), EDGE), abs=6e-5)


def test_the_palette_has_the_colours_of_the_builders_houses():
    painted = {
        *houses.SKIES,
        *houses.GROUNDS,
        *houses.WALLS,
        *houses.ROOFS,
        *(houses.DOOR, houses.GLASS, houses.LAMP, houses.STAR),
    }
    known = {"#" + "".join(f"{round(255 * part):02x}" for part in colour) for colour in painted}
    assert set(PALETTE.values()) <= known
    assert len(set(PALETTE.values())) == len(PALETTE) >= 12


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict:
    """The session's state, empty."""
    state: dict = {}
    monkeypatch.setattr(drawn, "st", SimpleNamespace(session_state=state))
    return state


def test_a_drawing_belongs_to_the_start_it_was_made_on():
    said = {"drawn": {"start": "a", "value": "x"}}
    assert drawn.told(said, "a") == "x"
    assert drawn.told(said, "b") is None
    for nonsense in ({}, {"drawn": None}, {"drawn": "x"}, {"drawn": [1]}):
        assert drawn.told(nonsense, "a") is None


def test_a_good_drawing_outlives_the_instrument_and_a_bad_one_does_not_replace_it(session):
    assert drawn.keep("k", "a", "3", int) == 3
    with pytest.raises(ValueError, match="wrong"):
        drawn.keep("k", "a", "wrong", int)
    assert drawn.keep("k", "a", None, int) == 3
    assert drawn.keep("k", "b", None, int) is None
    assert drawn.keep("other", "a", None, int) is None


def test_equal_starts_have_one_name_and_others_another():
    names = {drawn.name_of(x) for x in (None, b"1", b"2", (0.5,), (0.25,))}
    assert len(names) == 5
    assert drawn.name_of(b"1") == drawn.name_of(bytes([49]))


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_the_words_are_there_in_both_languages(monkeypatch, lang):
    state = {language.SLOT: lang}
    monkeypatch.setattr(language, "st", SimpleNamespace(session_state=state))
    words = paint_words()
    assert len(words["palette"]) == len({entry["name"] for entry in words["palette"]})
    assert "{colour}" in words["cell"]
    assert "{knot}" in curve_words()["point"]
