"""Marks beside a formula are drawn in it: a line breaks beside a formula, never between the two."""

from __future__ import annotations

import re

import pytest

from view import language, prose
from view.prose import FORMULA, fill

SMALL = r"{\footnotesize\text{%s}}"


def tied(signs: str) -> str:
    return SMALL % signs


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("在 $t$，然后", f"在 $t{tied('，')}$然后"),
        ("方块（$\\lambda$）：", f"方块${tied('（')}\\lambda{tied('）：')}$"),
        ("$x$, $y$.", f"$x{tied(',')}$ $y{tied('.')}$"),
        ("$[[a]]$ steps", "$3$ steps"),
        ("no formula, none.", "no formula, none."),
        (r"costs \$5, or $n$ more", r"costs \$5, or $n$ more"),
        ("$$a, b$$\n\nthen", "$$a, b$$\n\nthen"),
    ],
)
def test_a_mark_goes_into_the_formula_that_it_hugs(text: str, said: str):
    assert fill(text, {"a": 3}) == said


def test_two_formulas_stay_two():
    said = fill(r"让 $\kappa$、$\lambda$ 跟着", {})
    assert "$$" not in said and said.count("$") == 4


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("slug", prose.slugs())
def test_no_page_loses_a_formula_or_gains_one(slug: str, lang: str):
    for section in prose.read(slug, lang).sections.values():
        said = FORMULA.sub(prose._tied, section)
        bare = re.sub(r"\{\\footnotesize\\text\{[^}]*\}\}", "", said)
        assert len(FORMULA.findall(bare)) == len(FORMULA.findall(section))
        assert said.count("$$") == section.count("$$")
        assert said.count("$") == section.count("$")
        assert not re.search(r"\$[，。；：、,.;:]", said.replace("$$", ""))
