r"""The words of the law `boundary`: points of two or three classes, two lines, a far point."""

from __future__ import annotations

from view.board.words import BoardWords, CardWords, Column, Line, Piece, Table, TableRow
from view.language import language, t, template
from view.player import formula as f
from view.player.houses import TAGS
from view.player.words import Badge

KINDS = ("kind0", "kind1", "kind2")
LABELS = (*KINDS, "closed", "mle", "prints", "field", "field3", "sigma", "angle", "ask")
NOTES = ("separated", "shrunk")
AT = ("separated", "converged")
BUTTONS = ("replay", "add", "drop", "relabel", "again", "plant")
SIGNS = ("add", "drop", "relabel", "again")
"""Buttons that show a sign and no word."""
CLOUD = ("long", "short", "mean")
TERMS = ("w", "sigma", "mu_0", "mu_1", "mle")

W, SIGMA = f.letter("w"), "<msup><mi>Σ</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup>"
MU_0, MU_1, MU_K = (f.sub(f.letter("μ"), name) for name in ("0", "1", "k"))


def boundary_words(badge: Badge | None = None) -> BoardWords:
    """All words of the picture; `badge` says how its numbers came about."""
    words: BoardWords = {
        "lang": TAGS[language()],
        "name": t("boundary.name"),
        "in_words": t("boundary.in_words"),
        "symbols": {},
        "labels": {name: template(f"boundary.label.{name}") for name in LABELS + NOTES},
        "at": {name: template(f"boundary.at.{name}") for name in AT},
        "buttons": {
            name: {
                "text": "" if name in SIGNS else t(f"boundary.button.{name}"),
                "tip": t(f"boundary.tip.{name}"),
            }
            for name in BUTTONS
        },
        "handles": _handles(),
        "sentence": {leg: template(f"boundary.sentence.{leg}") for leg in ("two", "three")},
    }
    return words | {"badge": badge} if badge else words


def _handles() -> dict:
    """The chosen point, both ends of the guess, and three hands for each cloud."""
    named = {
        name: {
            "label": t(f"boundary.handle.{name}"),
            "spoken": template(f"boundary.spoken.{name}"),
        }
        for name in ("point", "left", "right")
    }
    for k, kind in enumerate(KINDS):
        said = t(f"boundary.label.{kind}")
        for part in CLOUD:
            label = t(f"boundary.handle.{part}", kind=said)
            named[f"{part}{k}"] = {"label": label, "spoken": f"{{{part}{k}}}"}
    return named


def boundary_card() -> CardWords:
    """The formula beside the picture, the angle, and both lines' numbers."""
    return {
        "lang": TAGS[language()],
        "legend": t("boundary.legend"),
        "formula_name": t("boundary.formula"),
        "hint": template("boundary.hint"),
        "lines": [{"leg": "two", "parts": _two()}, {"leg": "three", "parts": _three()}],
        "rows": [],
        "equations": [_angle()],
        "table": _table(),
        "terms": {
            name: {"name": t(f"boundary.term.{name}"), "tip": template(f"boundary.about.{name}")}
            for name in TERMS
        },
    }


def _two() -> list[Piece]:
    return [
        f.term("w", W, "model"),
        f.sign("="),
        f.term("sigma", SIGMA),
        f.sign("("),
        f.term("mu_1", MU_1, "noise"),
        f.sign("−"),
        f.term("mu_0", MU_0, "data"),
        f.sign(")"),
    ]


def _three() -> list[Piece]:
    return [
        f.term("w", f.sub(W, "k"), "model"),
        f.sign("="),
        f.term("sigma", SIGMA),
        {"math": MU_K},
    ]


def _angle() -> Line:
    return {
        "parts": [
            {"text": t("boundary.row.angle")},
            {"number": "angle", "term": "mle"},
        ]
    }


def _table() -> Table:
    columns: list[Column] = [
        {"label": t("boundary.column.closed"), "mark": "triangle", "identity": "model"},
        {"label": t("boundary.column.mle"), "mark": "diamond", "identity": "truth"},
    ]
    rows: list[TableRow] = [
        {"label": t("boundary.row.turned"), "values": ["{turned_closed}", "{turned_mle}"]},
        {"label": t("boundary.row.loss"), "values": ["{loss_closed}", "{loss_mle}"]},
        {"label": t("boundary.row.steps"), "values": ["0", "{steps}"]},
    ]
    return {"columns": columns, "rows": rows}
