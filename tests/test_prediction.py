"""Predict, then reveal: when the answer may be shown, and what a link takes to another page."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from view import language, prose


def script():
    import streamlit as st

    from view import link, prediction

    link.keep()
    guess = st.session_state.get("guess")
    if place := prediction.asked("ddpm", guess):
        place.markdown("the answer")


def page(**asked: str) -> AppTest:
    test = AppTest.from_function(script)
    test.session_state["_language"] = "en"
    for name, value in asked.items():
        test.query_params[name] = value
    return test.run()


def said(test: AppTest) -> list[str]:
    return [element.value for element in test.markdown]


QUESTION = language.CATALOGUES["en"]["ddpm.question"]


def test_the_answer_waits_for_a_guess_or_for_the_button():
    assert said(page()) == [QUESTION]


def test_the_button_shows_the_answer_and_goes_and_the_answer_stays():
    test = page()
    test.button(key="ddpm_show_me").click().run()
    assert said(test) == [QUESTION, "the answer"]
    assert not test.button
    assert said(test.run()) == [QUESTION, "the answer"]


@pytest.mark.parametrize("guess", [0, 0.0, 500, (1.0, 2.0), False])
def test_a_guess_shows_the_answer_also_where_it_is_nought(guess):
    test = page()
    test.session_state["guess"] = guess
    assert said(test.run()) == [QUESTION, "the answer"]
    assert not test.button


def test_a_guess_taken_back_hides_the_answer_again():
    test = page()
    test.session_state["guess"] = 3
    test.run()
    test.session_state["guess"] = None
    assert said(test.run()) == [QUESTION]


def test_a_hidden_question_has_neither_card_nor_button_nor_answer():
    test = page(hide="question")
    test.session_state["guess"] = 3
    assert said(test.run()) == []
    assert not test.button


def leading():
    from view import link

    link.keep()
    link.onward("ddpm", seed=7, schedule="cosine", t=None)
    link.onward("nowhere", seed=7)


def linked(**asked: str) -> list:
    """The links that a page of the lab draws onward."""
    frame = AppTest.from_function(leading)
    for name, value in asked.items():
        frame.query_params[name] = value
    return frame.run().get("page_link")


def test_a_link_onward_takes_the_state_and_what_the_teacher_set(monkeypatch):
    drawn = []
    monkeypatch.setattr("streamlit.page_link", lambda page, **way: drawn.append((page, way)))
    linked(lang="zh", lock="seed", hide="prose")
    ((to, way),) = drawn
    assert to == "ddpm/page.py"
    assert prose.read("ddpm", "zh").title in way["label"]
    assert way["query_params"] == {
        "lang": "zh",
        "lock": "seed",
        "hide": "prose",
        "ddpm_seed": "7",
        "ddpm_schedule": "cosine",
    }


def test_the_teacher_may_hide_the_link_onward(monkeypatch):
    drawn = []
    monkeypatch.setattr("streamlit.page_link", lambda page, **way: drawn.append(page))
    linked(hide="next")
    assert drawn == []
