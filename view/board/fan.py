r"""The words of the law `fan`: one crowd, two knobs, and a step of the σ family term by term."""

from __future__ import annotations

from view.board.bells import p
from view.board.words import BoardWords, CardWords, Column, Line, Piece, Table, TableRow
from view.language import language, t, template
from view.player import formula as f
from view.player.houses import TAGS
from view.player.words import Badge

LABELS = (
    "drag",
    "shaken",
    "calm",
    "between",
    "flag",
    "truth",
    "chain",
    "single",
    "needless",
    "jump",
    "posterior",
    "step",
    "take_out",
    "put_back",
    "strip",
    "fails",
)
AT = ("noise", "data", "t", "eta", "S_now", "S", "w1", "flag", "truth")
BUTTONS = ("fold", "unfold", "plant")
HANDLES = ("start", "eta", "S", "moment", "flag")
TERMS = ("x_s", "x_0_hat", "epsilon_hat", "z")

X_BEFORE = f"<msub>{f.letter('x')}<mrow>{f.letter('t')}<mo>−</mo><mn>1</mn></mrow></msub>"
CHAIN = {
    "single": p(f.X_T, X_BEFORE),
    "jump": p(f.X_T, f.X_0),
    "posterior": p(X_BEFORE, f.X_T, f.X_0),
    "step": p(X_BEFORE, f.X_T),
}
ALPHA_BAR_S = f.sub(f.over(f.letter("α"), "¯"), "s")
BETA_BAR_S = f.sub(f.over(f.letter("β"), "¯"), "s")
BETA_STEP = f"<msub>{f.letter('β')}<mrow>{f.letter('t')}<mo>|</mo>{f.letter('s')}</mrow></msub>"
SQUARES = (
    f"<msubsup>{f.over(f.letter('β'), '¯')}{f.letter('s')}<mn>2</mn></msubsup>"
    f"<mo>−</mo><msup>{f.letter('σ')}<mn>2</mn></msup>"
)
ROOT = f"<msqrt>{SQUARES}</msqrt>"
EPSILON_HAT = f.over(f.letter("ε"), "^")


def fan_words(badge: Badge | None = None) -> BoardWords:
    """All words of the picture; `badge` says how its numbers came about."""
    words: BoardWords = {
        "lang": TAGS[language()],
        "name": t("fan.name"),
        "in_words": t("fan.in_words"),
        "symbols": {name: f"<mrow>{math}</mrow>" for name, math in CHAIN.items()},
        "labels": {name: template(f"fan.label.{name}") for name in LABELS},
        "at": {name: template(f"fan.at.{name}") for name in AT},
        "buttons": {
            name: {"text": t(f"fan.button.{name}"), "tip": t(f"fan.tip.{name}")} for name in BUTTONS
        },
        "handles": {
            name: {"label": t(f"fan.handle.{name}"), "spoken": template(f"fan.spoken.{name}")}
            for name in HANDLES
        },
        "sentence": {leg: template(f"fan.sentence.{leg}") for leg in ("folded", "open")},
    }
    return words | {"badge": badge} if badge else words


def fan_card() -> CardWords:
    """The step, its σ, its numbers at the moment looked at, and what the crowd measured."""
    return {
        "lang": TAGS[language()],
        "legend": t("fan.legend"),
        "formula_name": t("fan.formula"),
        "hint": template("fan.hint"),
        "lines": [{"parts": _step()}, {"parts": _sigma()}],
        "rows": [],
        "equations": [_numbers()],
        "table": _table(),
        "terms": {
            name: {"name": t(f"fan.term.{name}"), "tip": template(f"fan.about.{name}")}
            for name in TERMS
        },
    }


def _step() -> list[Piece]:
    guess = f'<mrow style="color: var(--data)">{ALPHA_BAR_S}</mrow>{f.X_0_HAT}'
    kept = f'<mrow style="color: var(--ink)">{ROOT}</mrow>{EPSILON_HAT}'
    return [
        f.term("x_s", f.X_S),
        f.sign("="),
        f.term("x_0_hat", guess, "model"),
        f.sign("+"),
        f.term("epsilon_hat", kept, "model"),
        f.sign("+"),
        f.term("z", f"{f.letter('σ')}{f.letter('z')}", "noise"),
    ]


def _sigma() -> list[Piece]:
    right = f"{f.letter('η')}<mspace width='0.15em'/>{BETA_BAR_S}{BETA_STEP}<mo>/</mo>{f.BETA_BAR}"
    return [
        {"math": f.letter("σ"), "identity": "noise"},
        f.sign("="),
        {"math": right},
        f.sign("="),
        {"number": "sigma", "identity": "noise"},
    ]


def _numbers() -> Line:
    """$x_s$ and its three parts, as numbers with their signs."""
    return {
        "parts": [
            {"number": "next"},
            f.sign("="),
            {"number": "part_x", "term": "x_0_hat", "identity": "model"},
            {"number": "part_e", "term": "epsilon_hat", "identity": "model"},
            {"number": "part_z", "term": "z", "identity": "noise"},
        ]
    }


def _table() -> Table:
    columns: list[Column] = [
        {"label": "η = 1", "mark": "square", "identity": "noise"},
        {"label": "η = 0", "mark": "triangle", "identity": "model"},
    ]
    rows: list[TableRow] = [
        {"label": t(f"fan.row.{name}"), "values": [f"{{{name}_1}}", f"{{{name}_0}}"]}
        for name in ("w1", "walked", "upper")
    ]
    floor: TableRow = {"label": t("fan.row.floor"), "values": ["", "{floor}"], "quiet": True}
    return {"columns": columns, "rows": [*rows, floor]}
