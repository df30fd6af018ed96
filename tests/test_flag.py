"""The flag on the player's axis: where it stands, and what is said of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from view import language, player
from view.player.question import asking


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict:
    """The session's state, empty."""
    fake: dict = {language.SLOT: "en"}
    for module in (player, language):
        monkeypatch.setattr(module, "st", SimpleNamespace(session_state=fake))
    return fake


@pytest.mark.parametrize(
    ("opening", "told", "stands"),
    [
        (None, None, None),
        (620.0, None, 620.0),
        (620.0, {"t": 500}, 500.0),
        (620.0, {"t": None}, None),
        (None, {"t": 0}, 0.0),
        (None, {"t": "x"}, None),
        (None, "x", None),
    ],
)
def test_the_flag_stands_where_it_was_let_go_or_else_where_it_opened(state, opening, told, stands):
    player._opening("k", None, "demolish", opening)
    if told is not None:
        state["k"] = {"at": {"t": 3}, "flag": told}
    assert player.flag_of("k") == stands


def test_a_player_that_is_not_there_has_no_flag(state):
    assert player.flag_of("k") is None


def test_the_note_of_a_film_without_a_flag_is_what_it_always_was(state):
    assert player._opening("k", 3.0, "rebuild", None) == {"t": 3.0, "leg": "rebuild"}


def test_a_question_hides_its_answer_until_it_is_given(state):
    words = {"lang": "en", "at": "t = {t}"}
    assert not {"answer"} & set(asking(words))
    revealed = asking(words, 727.0)
    assert revealed["answer"]["t"] == 727.0
    assert "{t}" in revealed["answer"]["label"]
    assert words == {"lang": "en", "at": "t = {t}"}
