r"""The words of the law `tower`: a frozen tower, a ladder beside it, bricks that must be kept.

The formula is the paper's, $z_i=f_i(g_iz_{i-1}+(1-g_i)W_ih_i)$, $g_i=\sigma(a_i/T)$: `h` is stored
in the tower, `z` on the ladder, `W` carries across.
"""

from __future__ import annotations

from view.board.words import BoardWords, CardWords, Piece, Row
from view.language import language, t, template
from view.player import formula as f
from view.player.houses import TAGS
from view.player.words import Badge, Identity, Mark

METHODS = ("full", "prompt", "adapter", "lora", "bitfit", "lst")
"""Those with a chip and a house, in that order."""
PHASES = ("up", "top", "down", "ladder")
LABELS = (
    *("forward", "ladder", "ladder_short", "gradient", "compare", "compare_short"),
    *("wall", "hidden", "legend", "legend_short", "from", "top", "mega"),
    *(f"phase_{phase}" for phase in PHASES),
    *(f"roof_{method}" for method in METHODS),
)
BUTTONS = ("play", "again", "plant")
SIGNS = ("again",)
"""Buttons that show a sign and no word."""
HANDLES = ("at", "flag")
TERMS = ("side", "block", "gate", "down", "input", "full", "work", "way")
OPEN, CLOSE = '<mo stretchy="false">(</mo>', '<mo stretchy="false">)</mo>'


def tower_words(badge: Badge | None = None) -> BoardWords:
    """All words of the picture; `badge` says how its numbers came about."""
    words: BoardWords = {
        "lang": TAGS[language()],
        "name": t("tower.name"),
        "in_words": t("tower.in_words"),
        "symbols": {},
        "labels": {name: template(f"tower.label.{name}") for name in LABELS},
        "at": {},
        "buttons": {
            name: {
                "text": "" if name in SIGNS else t(f"tower.button.{name}"),
                "tip": t(f"tower.tip.{name}"),
            }
            for name in BUTTONS
        },
        "choice": {"name": "method", "label": t("tower.choice"), "options": _names()},
        "handles": {
            name: {"label": t(f"tower.handle.{name}"), "spoken": template(f"tower.spoken.{name}")}
            for name in HANDLES
        },
        "sentence": {leg: template(f"tower.sentence.{leg}") for leg in ("tower", "ladder")},
    }
    return words | {"badge": badge} if badge else words


def houses_words() -> dict[str, object]:
    """The words of the row of small houses."""
    return {
        "lang": TAGS[language()],
        "label": t("tower.houses"),
        "names": _names(),
        "trains": t("tower.trains"),
        "what": {method: t(f"tower.trains.{method}") for method in METHODS},
        "mega": t("tower.label.mega"),
    }


def tower_card() -> CardWords:
    """The ladder's formula, and what the chosen method keeps and spares."""
    return {
        "lang": TAGS[language()],
        "legend": t("tower.legend"),
        "formula_name": t("tower.formula"),
        "hint": template("tower.hint"),
        "lines": [{"parts": _formula()}],
        "rows": [
            _row("trained", "diamond", None, "way", "{trained}"),
            _row("kept", "square", "data", "input", "{kept} MB"),
            _row("spared", "square", "data", "full", "{spared}"),
            _row("work", "triangle", "model", "work", "{work} ×"),
        ],
        "equations": [],
        "terms": {
            name: {"name": t(f"tower.term.{name}"), "tip": template(f"tower.about.{name}")}
            for name in TERMS
        },
    }


def _formula() -> list[Piece]:
    gate = f.sub(f.letter("g"), "i")
    before = "<msub><mi>z</mi><mrow><mi>i</mi><mo>−</mo><mn>1</mn></mrow></msub>"
    rest = f"{OPEN}<mn>1</mn><mo>−</mo>{gate}{CLOSE}"
    return [
        f.term("side", f.sub(f.letter("z"), "i"), "data"),
        f.sign("="),
        f.term("block", f"{f.sub(f.letter('f'), 'i')}{OPEN}"),
        f.term("gate", gate),
        f.term("side", before, "data"),
        f.sign("+"),
        f.term("gate", rest),
        f.term("down", f.sub(f.letter("W"), "i")),
        f.term("input", f.sub(f.letter("h"), "i"), "data"),
        {"math": CLOSE},
    ]


def _names() -> dict[str, str]:
    return {method: t(f"tower.method.{method}") for method in METHODS}


def _row(name: str, mark: Mark, identity: Identity | None, term: str, value: str) -> Row:
    row: Row = {
        "term": term,
        "label": t(f"tower.row.{name}"),
        "mark": mark,
        "value": value,
        "spread": "",
    }
    return row | {"identity": identity} if identity else row
