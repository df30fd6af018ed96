r"""The words of the law `bricks`: $(QK^\top)V$ against $Q(K^\top V)$, and a layer in its parts."""

from __future__ import annotations

from view.board.words import BoardWords, CardWords, Row
from view.language import language, t, template
from view.player import formula as f
from view.player.houses import TAGS
from view.player.words import Badge, Identity, Mark

LABELS = (
    *("title_left", "title_right", "never", "part_sheet", "part_projections", "part_ffn"),
    *(
        "hidden",
        "layer",
        "clock",
        "from",
        "to",
        "d",
        "ffn",
        "half",
        *("now", "short_left", "short_right"),
        "unmeasured",
        "by_count",
    ),
)
STATS = ("area", "ops", "bytes", "measured")
SIDES = ("left", "right")
BUTTONS = ("play", "again", "plant")
SIGNS = ("again",)
"""Buttons that show a sign and no word."""
HANDLES = ("n", "flag")
TERMS = ("dense", "sheet", "linear", "n", "qkv", "core", "layer", "model")
SQUARE = "<msup><mi>{}</mi><mn>2</mn></msup>"
LETTERS = {"q": "Q", "v": "V", "k_left": "Kᵀ", "k_right": "Kᵀ"}


def bricks_words(badge: Badge | None = None) -> BoardWords:
    """All words of the picture; `badge` says how its numbers came about."""
    labels = {name: template(f"bricks.label.{name}") for name in LABELS} | LETTERS
    for side in SIDES:
        for stat in STATS:
            own = f"bricks.stat.{side}" if stat == "area" else f"bricks.stat.{stat}"
            labels[f"{side}_{stat}_name"] = template(own)
            labels[f"{side}_{stat}_value"] = template(f"bricks.{side}.{stat}")
    labels["right_area_many"] = template("bricks.right.area_many")
    words: BoardWords = {
        "lang": TAGS[language()],
        "name": t("bricks.name"),
        "in_words": t("bricks.in_words"),
        "symbols": {},
        "labels": labels,
        "at": {},
        "buttons": {
            name: {
                "text": "" if name in SIGNS else t(f"bricks.button.{name}"),
                "tip": t(f"bricks.tip.{name}"),
            }
            for name in BUTTONS
        },
        "handles": {
            name: {"label": t(f"bricks.handle.{name}"), "spoken": template(f"bricks.spoken.{name}")}
            for name in HANDLES
        },
        "sentence": {"all": template("bricks.sentence")},
    }
    return words | {"badge": badge} if badge else words


def bricks_card() -> CardWords:
    """The layer's formula, its two parts, and what linear attention is worth."""
    square = SQUARE.format
    dense = f"<mi>n</mi>{square('D')}"
    return {
        "lang": TAGS[language()],
        "legend": t("bricks.legend"),
        "formula_name": t("bricks.formula"),
        "hint": template("bricks.hint"),
        "lines": [
            {
                "parts": [
                    {"text": t("bricks.one_layer")},
                    f.sign("="),
                    {"number": "c_dense", "term": "dense", "identity": "data"},
                    f.term("dense", dense, "data"),
                    f.sign("+"),
                    f.term("sheet", f"<mn>2</mn>{square('n')}<mi>D</mi>", "noise"),
                ]
            }
        ],
        "rows": [
            _row("dense", "circle", "data"),
            _row("sheet", "square", "noise"),
            _row("share", "square", "noise", "sheet"),
            _row("core", "triangle", "model"),
            _row("layer", "triangle", "model"),
            _row("model", "triangle", "model"),
        ],
        "equations": [],
        "terms": {
            name: {"name": t(f"bricks.term.{name}"), "tip": template(f"bricks.about.{name}")}
            for name in TERMS
        },
    }


def _row(name: str, mark: Mark, identity: Identity, term: str = "") -> Row:
    value = f"{{{name}}} ×" if name in ("core", "layer", "model") else f"{{{name}}}"
    return {
        "term": term or name,
        "label": t(f"bricks.row.{name}"),
        "mark": mark,
        "identity": identity,
        "value": value,
        "spread": "",
    }
