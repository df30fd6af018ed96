"""The words of a film of houses, in the reader's language."""

from __future__ import annotations

from view.language import language, t, template
from view.player import formula as f
from view.player.words import Badge, Identity, Mark, Row, Sheet, Term, Words

PLAIN = (
    "name",
    "legend",
    "hint",
    "formula_name",
    "alone",
    "slider",
    "demolish",
    "rebuild",
    "play",
    "pause",
    "speed",
    "loop",
    "in_words",
    "houses",
    "lost",
    "flat",
    "broken",
)
TEMPLATES = ("at", "end", "spoken", "house", "strip", "still")
TAGS = {"zh": "zh-CN", "en": "en"}
HOUSE_TERM = f"<mrow>{f.ALPHA_BAR}{f.X_0}</mrow>"
NOISE_TERM = f"<mrow>{f.BETA_BAR}{f.EPSILON}</mrow>"
ALONE = {
    "x_t": None,
    "alpha_bar": HOUSE_TERM,
    "x_0": HOUSE_TERM,
    "beta_bar": NOISE_TERM,
    "epsilon": NOISE_TERM,
    "x_s": None,
    "x_0_hat": None,
    "z": None,
    "alpha": None,
    "beta": None,
    "snr": None,
}


def houses_words(badge: Badge | None = None, experiment: str = "") -> Words:
    """All words of the instrument; `badge` says how its numbers came about.

    `experiment` is the title of the one it stands in, so that no two on a page share a name.
    """
    plain = {name: t(f"player.{name}") for name in PLAIN}
    templates = {name: template(f"player.{name}") for name in TEMPLATES}
    return {
        **plain,
        **templates,
        "name": " · ".join(filter(None, (t("player.name"), experiment))),
        "lang": TAGS[language()],
        "formula": {"demolish": f.DEMOLISH, "rebuild": f.REBUILD},
        "terms": {name: _term(name, alone) for name, alone in ALONE.items()},
        "rows": _rows(),
        "sheets": _sheets(),
        "sentence": {leg: template(f"player.sentence.{leg}") for leg in ("demolish", "rebuild")},
        **({"badge": badge} if badge else {}),
    }


def _term(name: str, alone: str | None) -> Term:
    term: Term = {"name": t(f"player.term.{name}"), "tip": template(f"player.tip.{name}")}
    return term | {"alone": alone} if alone else term


def _row(term: str, **rest) -> Row:
    return {"term": term, "number": term, "label": t(f"player.row.{term}"), **rest}


def _rows() -> list[Row]:
    step = {"small": True, "leg": "demolish"}
    return [
        _row("alpha_bar", symbol=f.ALPHA_BAR, mark="circle", identity="data"),
        _row("beta_bar", symbol=f.BETA_BAR, mark="square", identity="noise"),
        _row("snr", unit="dB"),
        _row("alpha", symbol=f.ALPHA, identity="data", **step),
        _row("beta", symbol=f.BETA, identity="noise", **step),
    ]


def _sheet(title: str, symbol: str, mark: Mark, identity: Identity, *terms: str) -> Sheet:
    title = t(f"player.sheet.{title}")
    return {
        "title": title,
        "symbol": symbol,
        "mark": mark,
        "identity": identity,
        "terms": list(terms),
    }


def _sheets() -> dict[str, list[Sheet]]:
    return {
        "demolish": [
            _sheet("demolished", f.X_T, "square", "noise", "x_t"),
            _sheet("original", f.X_0, "circle", "data", "x_0", "alpha_bar"),
        ],
        "rebuild": [
            _sheet("rebuilt", f.X_T, "square", "noise", "x_t", "x_s"),
            _sheet("guess", f.X_0_HAT, "triangle", "model", "x_0_hat"),
        ],
    }
