"""How a number came to be: an experiment says it by a badge."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import visit

TRAINED = [
    ("initialization", "training"),
    ("initialization", "head"),
    ("ladder_side_tuning", "tasks"),
    ("ladder_side_tuning", "gates"),
]


KIND = re.compile(r'class="badge" data-kind="(\w+)"')


@pytest.fixture(autouse=True)
def inline(monkeypatch):
    monkeypatch.setenv("JOBS", "inline")


def kinds(test: AppTest) -> set[str]:
    """The kinds of the badges beside the experiment."""
    return {kind for one in test.get("html") for kind in KIND.findall(one.proto.body)}


@pytest.mark.parametrize(("slug", "name"), TRAINED)
def test_what_networks_were_trained_for_is_called_trained(slug: str, name: str):
    assert "trained" in kinds(visit(slug, lang="en", **{f"{slug}_x": name}))


@pytest.mark.parametrize(
    ("slug", "name", "kind"),
    [("ladder_side_tuning", "depth", "exact"), ("attention", "maps", "measured")],
)
def test_what_was_counted_is_exact_and_what_was_read_is_measured(slug: str, name: str, kind: str):
    assert kinds(visit(slug, lang="zh", **{f"{slug}_x": name})) == {kind}
