r"""The words of the law `step`: κ, λ and σ by hand, two constraints, two lamps."""

from __future__ import annotations

from view.board.words import BoardWords
from view.language import language, t, template
from view.player import formula as f
from view.player.houses import TAGS
from view.player.words import Badge

LABELS = (
    "beta",
    "alpha",
    "sigma",
    "kappa",
    "lam",
    "zone",
    "ddim",
    "ddpm",
    "sigma_beta",
    "before",
    "wanted",
    "made",
    "dots",
)
BUTTONS = ("ddim", "ddpm", "wild")
HANDLES = ("knob", "lam")
MODES = ("hand", "family")


def _bar(name: str, index: str) -> str:
    return f.sub(f.over(f.letter(name), "¯"), index)


def _square(inside: str) -> str:
    return f"<msup>{inside}<mn>2</mn></msup>"


KAPPA, LAM, SIGMA = map(f.letter, "κλσ")
SPREAD = (
    f"<msqrt>{_square(KAPPA)}"
    f"<msubsup>{f.over(f.letter('β'), '¯')}{f.letter('t')}<mn>2</mn></msubsup>"
    f"<mo>+</mo>{_square(SIGMA)}</msqrt>"
)
SYMBOLS = {
    "kb": f"{KAPPA}{_bar('β', 't')}",
    "spread": SPREAD,
    "shared": f"{KAPPA}{_bar('α', 't')}<mo>+</mo>{LAM}",
    "alpha_s": _bar("α", "s"),
    "beta_s": _bar("β", "s"),
    "k": KAPPA,
    "l": LAM,
    "sig": SIGMA,
}


def step_words(badge: Badge | None = None) -> BoardWords:
    """All words of the board; `badge` says how its numbers came about."""
    words: BoardWords = {
        "lang": TAGS[language()],
        "name": t("step.name"),
        "in_words": t("step.in_words"),
        "symbols": {name: f"<mrow>{math}</mrow>" for name, math in SYMBOLS.items()},
        "labels": {name: template(f"step.label.{name}") for name in LABELS},
        "at": {},
        "buttons": {
            name: {"text": t(f"step.button.{name}"), "tip": t(f"step.tip.{name}")}
            for name in BUTTONS
        },
        "choice": {
            "name": "mode",
            "label": t("step.mode"),
            "options": {name: template(f"step.mode.{name}") for name in MODES},
        },
        "handles": {
            name: {"label": t(f"step.handle.{name}"), "spoken": template(f"step.spoken.{name}")}
            for name in HANDLES
        },
        "sentence": {leg: template(f"step.sentence.{leg}") for leg in MODES},
    }
    return words | {"badge": badge} if badge else words
