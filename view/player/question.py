"""The question an instrument asks: a flag on its axis, and the answer beside it."""

from __future__ import annotations

from view.language import t, template
from view.player.words import Words


def asking(words: Words, answer: float | None = None, label: str = "player.flag_answer") -> Words:
    """`words` with a flag to plant; with `answer`, the t that is true, it is revealed.

    `label` is the message that names the answer, a template with `{t}`. Once it is revealed
    the flag stays where it was planted.
    """
    asked: Words = {
        **words,
        "flag": {"label": t("player.flag"), "spoken": template("player.flag_spoken")},
        "guess": {"label": template("player.flag_guess")},
    }
    return asked if answer is None else {**asked, "answer": {"t": answer, "label": template(label)}}
