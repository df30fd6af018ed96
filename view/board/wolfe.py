r"""The words of the law `wolfe`: the article's algorithm on a rail of steps."""

from __future__ import annotations

from view.board.hull import WORDS, word
from view.board.words import BoardWords
from view.language import language, t, template
from view.player.houses import TAGS
from view.player.words import Badge

LEGS = ("mute", "wins")


def wolfe_words(badge: Badge | None = None) -> BoardWords:
    """All words of the film; `badge` says how its numbers came about."""
    words: BoardWords = {
        "lang": TAGS[language()],
        "name": t("wolfe.name"),
        "in_words": t("wolfe.in_words"),
        "symbols": {},
        "labels": {"now": template("wolfe.now"), **{f"w{k}": word(k) for k in range(WORDS)}},
        "at": {},
        "buttons": {"play": {"text": t("wolfe.play"), "tip": t("wolfe.tip")}},
        "handles": {"film": {"label": t("wolfe.film"), "spoken": template("wolfe.spoken")}},
        "sentence": {leg: template(f"wolfe.sentence.{leg}") for leg in LEGS},
    }
    return words | {"badge": badge} if badge else words
