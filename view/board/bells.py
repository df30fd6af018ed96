"""The words of the law `bells`: two clues about $x_s$, their product, and the data's strings."""

from __future__ import annotations

from view.board.words import BoardWords, CardWords, Line, Piece, Row
from view.language import language, t, template
from view.player import formula as f
from view.player.houses import TAGS
from view.player.words import Badge, Identity, Mark

SYMBOLS = {"x_t": f.X_T, "x_s": f.X_S, "x_0": f.X_0, "guess": f.X_0_HAT}
LABELS = ("xt", "xs", "x0", "prior", "likelihood", "product", "approx", "truth", "strings")
MORE_LABELS = ("pulled", "drag_xt", "drag_x0")
BUTTONS = ("step", "close", "open", "again", "plant")
SIGNS = ("again",)
"""Buttons that show a sign and no word."""
HANDLES = ("xt", "x0", "s", "t", "flag")
TERMS = ("prior", "likelihood", "product", "truth", "guess", "weights", "x_t", "x_0")


def p(of: str, *given: str) -> str:
    """$p(\\text{of}|\\text{given})$ in MathML."""
    bar = '<mo lspace="0.1em" rspace="0.1em" stretchy="false">|</mo>'
    comma = '<mo separator="true">,</mo>'
    inside = f"{of}{bar}{comma.join(given)}"
    return f'<mi>p</mi><mo stretchy="false">(</mo>{inside}<mo stretchy="false">)</mo>'


PRIOR, LIKELIHOOD, PRODUCT = p(f.X_S, f.X_0), p(f.X_T, f.X_S), p(f.X_S, f.X_T, f.X_0)
TRUTH, APPROX = p(f.X_S, f.X_T), p(f.X_S, f.X_T, f.X_0_HAT)
PULL = f"<msub><mo>∑</mo><mi>i</mi></msub>{f.sub(f.letter('w'), 'i')}{f.sub(f.letter('D'), 'i')}"
DENSITIES = {"p_prior": PRIOR, "p_likelihood": LIKELIHOOD, "p_truth": TRUTH}


def bells_words(badge: Badge | None = None) -> BoardWords:
    """All words of the picture; `badge` says how its numbers came about."""
    words: BoardWords = {
        "lang": TAGS[language()],
        "name": t("bells.name"),
        "in_words": t("bells.in_words"),
        "symbols": {name: f"<mrow>{math}</mrow>" for name, math in (SYMBOLS | DENSITIES).items()},
        "labels": {name: template(f"bells.label.{name}") for name in LABELS + MORE_LABELS},
        "at": {name: template(f"bells.at.{name}") for name in ("s", "t", "T")},
        "buttons": {
            name: {
                "text": "" if name in SIGNS else t(f"bells.button.{name}"),
                "tip": t(f"bells.tip.{name}"),
            }
            for name in BUTTONS
        },
        "choice": {
            "name": "start",
            "label": t("bells.start"),
            "options": {name: template(f"bells.start.{name}") for name in ("known", "away")},
        },
        "handles": {
            name: {"label": t(f"bells.handle.{name}"), "spoken": template(f"bells.spoken.{name}")}
            for name in HANDLES
        },
        "sentence": {leg: template(f"bells.sentence.{leg}") for leg in ("known", "away")},
    }
    return words | {"badge": badge} if badge else words


def bells_card() -> CardWords:
    """The formula beside the picture, the numbers of each bell, and the mean's two parts."""
    return {
        "lang": TAGS[language()],
        "legend": t("bells.legend"),
        "formula_name": t("bells.formula"),
        "hint": template("bells.hint"),
        "lines": _lines(),
        "rows": _rows(),
        "equations": [
            _mean("known", "x_0", f.X_0, "data"),
            _mean("away", "guess", f.X_0_HAT, "model"),
        ],
        "terms": {
            name: {"name": t(f"bells.term.{name}"), "tip": template(f"bells.about.{name}")}
            for name in TERMS
        },
    }


def _term(name: str, math: str, identity: Identity | None = None) -> Piece:
    return f.term(name, math, identity)


def _lines() -> list[Line]:
    product, approx = _term("product", PRODUCT, "model"), _term("product", APPROX, "model")
    clues = [_term("likelihood", LIKELIHOOD, "noise"), f.sign("·"), _term("prior", PRIOR, "data")]
    pull = [_term("guess", f.X_0_HAT, "model"), f.sign("="), _term("weights", PULL, "model")]
    return [
        {"leg": "known", "parts": [product, f.sign("∝")]},
        {"leg": "known", "parts": clues},
        {"leg": "away", "parts": [_term("truth", TRUTH), f.sign("≈"), approx]},
        {"leg": "away", "parts": pull},
    ]


def _rows() -> list[Row]:
    return [
        _row("known", "prior", "prior", "circle", "data"),
        _row("known", "likelihood", "likelihood", "square", "noise"),
        _row("known", "product", "product", "triangle", "model"),
        _row("away", "guess", "guess", "circle", "data"),
        _row("away", "product", "approx", "triangle", "model"),
        _row("away", "truth", "truth", "diamond", None),
    ]


def _row(leg: str, term: str, name: str, mark: Mark, identity: Identity | None) -> Row:
    row: Row = {
        "leg": leg,
        "term": term,
        "label": t(f"bells.row.{name}"),
        "mark": mark,
        "value": f"{{{name}_mean}}",
        "spread": f"± {{{name}_sd}}",
    }
    return row | {"identity": identity} if identity else row


def _mean(leg: str, term: str, symbol: str, identity: Identity) -> Line:
    """The mean of the green bell, its coefficients live."""
    parts: list[Piece] = [
        {"text": t("bells.mean"), "term": "product", "identity": "model"},
        f.sign("="),
        {"number": "c_xt"},
        _term("x_t", f.X_T, "noise"),
        f.sign("+"),
        {"number": "c_x0"},
        _term(term, symbol, identity),
    ]
    return {"leg": leg, "parts": parts}
