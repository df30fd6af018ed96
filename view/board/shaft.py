r"""The words of the law `shaft`: a building of floors, one std, two rivers of gradient."""

from __future__ import annotations

from view.board.words import BoardWords, CardWords, Line, Piece, Row
from view.language import language, t, template
from view.player import formula as f
from view.player.houses import TAGS
from view.player.words import Badge, Identity, Mark

LABELS = ("floor", "signal", "straight", "every", "chart", "dry", "left", "arrives", "hidden")
CURVES = ("is_skip", "is_total")
BUTTONS = ("sweep", "bert", "xavier")
LEGS = ("asked", "told")
TERMS = ("skip", "total", "variance", "std", "signal")

NORM = '<mo stretchy="false">‖</mo>'


def _slope(floor: str) -> str:
    """The norm of the gradient on `floor`."""
    inside = f"<mo>∂</mo>{f.letter('L')}<mo>/</mo><mo>∂</mo>{f.sub(f.letter('x'), floor)}"
    return f"{NORM}{inside}{NORM}"


VARIANCE = f"<mi>Var</mi><mspace width='0.15em'/>{f.sub(f.letter('F'), 'k')}"
POWER = "<mrow><mo>−</mo><mn>1</mn><mo>/</mo><mn>2</mn></mrow>"
ROOT = f"<msup><mo stretchy='false'>)</mo>{POWER}</msup>"
PRODUCT = f"<munder><mo>∏</mo>{f.letter('k')}</munder><mo stretchy='false'>(</mo><mn>1</mn>"
RATIO = f"{_slope('0')}<mo>/</mo>{_slope('l')}"


def shaft_words(badge: Badge | None = None) -> BoardWords:
    """All words of the picture; `badge` says how its numbers came about."""
    words: BoardWords = {
        "lang": TAGS[language()],
        "name": t("shaft.name"),
        "in_words": t("shaft.in_words"),
        "symbols": {},
        "labels": {name: template(f"shaft.label.{name}") for name in LABELS + CURVES},
        "at": {},
        "buttons": {
            name: {"text": t(f"shaft.button.{name}"), "tip": t(f"shaft.tip.{name}")}
            for name in BUTTONS
        },
        "handles": {
            "std": {"label": t("shaft.handle.std"), "spoken": template("shaft.spoken.std")}
        },
        "sentence": {leg: template(f"shaft.sentence.{leg}") for leg in LEGS},
    }
    return words | {"badge": badge} if badge else words


def shaft_card() -> CardWords:
    """Both formulas beside the picture, and what they come to."""
    return {
        "lang": TAGS[language()],
        "legend": t("shaft.legend"),
        "formula_name": t("shaft.formula"),
        "hint": template("shaft.hint"),
        "lines": _lines(),
        "rows": [
            _row("skip", "square", "noise", "{skip}"),
            _row("total", "triangle", "model", "{total}"),
            _row("variance", "diamond", None, "{mean}"),
        ],
        "equations": [],
        "terms": {
            name: {"name": t(f"shaft.term.{name}"), "tip": template(f"shaft.about.{name}")}
            for name in TERMS
        },
    }


def _lines() -> list[Line]:
    skip: list[Piece] = [
        f.term("skip", PRODUCT, "noise"),
        f.sign("+"),
        f.term("variance", VARIANCE),
        f.term("skip", ROOT, "noise"),
    ]
    return [{"parts": skip}, {"parts": [f.term("total", RATIO, "model")]}]


def _row(term: str, mark: Mark, identity: Identity | None, value: str) -> Row:
    row: Row = {
        "term": term,
        "label": t(f"shaft.row.{term}"),
        "mark": mark,
        "value": value,
        "spread": "",
    }
    return row | {"identity": identity} if identity else row
