r"""The words of the law `hull`: pins in a rubber band, an arrow h, and who is first along it."""

from __future__ import annotations

from view.board.words import BoardWords, CardWords, Line, Row
from view.language import language, t, template
from view.player import formula as f
from view.player.houses import TAGS
from view.player.words import Badge

WORDS = 20
LABELS = ("scores", "scores_bias", "key_can", "key_mute", "key_silent", "key_band", "key_rim")
MORE_LABELS = ("list", "none", "owns", "short", "is_mute")
BUTTONS = ("turn", "add", "remove", "again")
SIGNS = ("remove", "again")
"""Buttons that show a sign and no word."""
LEGS = ("off", "on")
TERMS = ("w_k", "h", "b", "winner", "lead", "mute")

W_K = f.sub(f.letter("w"), "k")
B_K = f.sub(f.letter("b"), "k")
BEST = f"<msup>{f.letter('k')}<mo>⋆</mo></msup>"
ARG_MAX = f"<munder><mtext>arg max</mtext>{f.letter('k')}</munder>"


def word(k: int) -> str:
    """What word number `k` is called: an ordinary short noun."""
    return t(f"hull.word.{k}")


def hull_words(badge: Badge | None = None) -> BoardWords:
    """All words of the picture; `badge` says how its numbers came about."""
    hands = {name: _hand(name) for name in ("h", "pins")}
    pins = {
        f"w{k}": {"label": word(k), "spoken": template("hull.spoken.pin").replace("pin", f"w{k}")}
        for k in range(WORDS)
    }
    words: BoardWords = {
        "lang": TAGS[language()],
        "name": t("hull.name"),
        "in_words": t("hull.in_words"),
        "symbols": {},
        "labels": {name: template(f"hull.label.{name}") for name in LABELS + MORE_LABELS},
        "at": {},
        "buttons": {
            name: {
                "text": "" if name in SIGNS else t(f"hull.button.{name}"),
                "tip": t(f"hull.tip.{name}"),
            }
            for name in BUTTONS
        },
        "handles": {**hands, **pins},
        "sentence": {leg: template(f"hull.sentence.{leg}") for leg in LEGS},
    }
    return words | {"badge": badge} if badge else words


def _hand(name: str) -> dict[str, str]:
    return {"label": t(f"hull.handle.{name}"), "spoken": template(f"hull.spoken.{name}")}


def hull_card() -> CardWords:
    """The formula beside the picture: who is first, by how much, and how many are mute."""
    return {
        "lang": TAGS[language()],
        "legend": t("hull.legend"),
        "formula_name": t("hull.formula"),
        "hint": template("hull.hint"),
        "lines": [_line(leg) for leg in LEGS],
        "rows": _rows(),
        "equations": [],
        "terms": {
            name: {"name": t(f"hull.term.{name}"), "tip": template(f"hull.about.{name}")}
            for name in TERMS
        },
    }


def _line(leg: str) -> Line:
    """Which word is first; its bias counts only on one leg."""
    bias = [f.sign("+"), f.term("b", B_K)] if leg == "on" else []
    score = [f.term("w_k", W_K, "data"), f.sign("·"), f.term("h", f.letter("h"))]
    return {"leg": leg, "parts": [{"math": BEST}, f.sign("="), {"math": ARG_MAX}, *score, *bias]}


def _rows() -> list[Row]:
    return [
        {
            "term": "winner",
            "label": t("hull.row.first"),
            "mark": "circle",
            "value": "{winner}",
            "spread": "",
        },
        {
            "term": "lead",
            "label": t("hull.row.lead"),
            "mark": "diamond",
            "value": "{lead}",
            "spread": template("hull.row.over"),
        },
        {
            "term": "mute",
            "label": t("hull.row.mute"),
            "mark": "square",
            "value": "{mute}",
            "spread": template("hull.row.of"),
        },
    ]
