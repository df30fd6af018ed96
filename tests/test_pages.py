"""Every page in every language, run as Streamlit runs it, and what it makes of a bad link."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_rooms import ROOT
from view import language, prose

FRAME = str(ROOT / "pages" / "frame.py")
PAGES = [slug for slug in prose.slugs() if slug != prose.HOME]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PATIENCE = 600  # seconds; no test is about time


def visit(slug: str = prose.HOME, **asked: str) -> AppTest:
    """Page `slug` as a reader finds it who asks for `asked`."""
    test = AppTest.from_file(FRAME, default_timeout=PATIENCE)
    if slug != prose.HOME:
        # pages are known only once the frame has run
        test.run().switch_page(f"{slug}/page.py")
    for name, value in asked.items():
        test.query_params[name] = value
    return test.run()


def drawn(test: AppTest) -> str:
    """Every word of title, prose, sentences and links on the page."""
    kinds = (test.title, test.header, test.markdown, test.caption, test.warning)
    links = [link.proto.label for link in test.get("page_link")]
    return "\n".join([str(element.value) for kind in kinds for element in kind] + links)


def asked(test: AppTest, name: str) -> str:
    """What the address says of `name` now."""
    value = test.query_params[name]
    return value if isinstance(value, str) else value[-1]


def sentences(test: AppTest) -> list[str]:
    return [element.value for element in test.warning]


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("slug", [prose.HOME, *PAGES])
def test_a_page_stands_in_its_language_without_complaint(inline_jobs, slug: str, lang: str):
    test = visit(slug, lang=lang)
    assert not test.exception
    assert not test.warning
    assert [title.value for title in test.title] == [prose.read(slug, lang).title]
    words = drawn(test)
    assert len(words) > 200
    assert len(CHINESE.findall(words)) > 50 if lang == "zh" else not CHINESE.search(words)


def test_home_has_a_card_for_each_of_the_articles():
    test = visit(lang="en")
    known = language.CATALOGUES["en"]
    coming = {name.split(".")[1] for name in known if re.fullmatch(r"coming\.\w+\.title", name)}
    titles = [known[f"coming.{slug}.title"] for slug in coming - set(PAGES)]
    titles += [prose.read(slug, "en").title for slug in PAGES]
    words = drawn(test)
    assert len(titles) >= 8
    assert all(title in words for title in titles)


def test_the_language_is_switched_in_place_and_stays_in_the_link():
    test = visit(lang="en")
    test.button_group(key="frame_language").set_value("zh")
    test.run()
    assert not test.exception
    assert [title.value for title in test.title] == [prose.read(prose.HOME, "zh").title]
    assert asked(test, "lang") == "zh"


@pytest.mark.parametrize("slug", PAGES)
def test_the_language_goes_along_to_another_page(inline_jobs, slug: str):
    test = visit(lang="zh", lock="all")
    test.query_params.clear()
    test.switch_page(f"{slug}/page.py").run()
    assert [title.value for title in test.title] == [prose.read(slug, "zh").title]
    assert asked(test, "lang") == "zh"
    assert asked(test, "lock") == "all"


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("lang", "xx", "must be one of zh, en"),
        ("mode", "party", "must be one of lecture"),
        ("hide", "a b", "must be names"),
    ],
)
def test_a_wrong_value_of_the_frame_gets_a_sentence(name: str, value: str, rule: str):
    test = visit(**{name: value})
    label = language.CATALOGUES["en"][f"frame.{name}"]
    (said,) = sentences(test)
    assert label in said and rule in said and f"`{value}`" in said
    assert name not in test.query_params
    assert test.title


def test_the_sentence_stays_until_the_reader_has_chosen():
    test = visit(lang="xx").run()
    assert len(sentences(test)) == 1
    test.button_group(key="frame_language").set_value("zh")
    assert sentences(test.run()) == []


@pytest.mark.parametrize("slug", PAGES)
def test_what_a_page_does_not_have_gets_a_sentence_that_draws_nothing(inline_jobs, slug: str):
    value = "`</code><b>**" + "x" * 10_000
    (said,) = sentences(visit(slug, lang="en", **{f"{slug}_nonsense": value}))
    assert f"{slug}_nonsense" in said and "is not on this page" in said
    assert len(said) < 200
    assert said.count("`") == 4
