"""What a teacher's link holds and hides of an instrument."""

from __future__ import annotations

from view import prose
from view.kept import hidden, locked
from view.language import t
from view.player.words import Words

HANDS = ("t", "flag")
PARTS = ("t", "play", "speed", "loop", "go", "words", "badge", "strip", "titles")
"""What `hide=` knows of an instrument, by the names of its parts in the browser."""


def taught(words: Words, name: str) -> Words:
    """`words` with what is held and hidden of the instrument `name`; nothing where it is free.

    The hero, which bears the name of its page, is held by `t` and `flag`; any instrument by its
    own name and by `all`. A hidden question takes the flag along.
    """
    hero = name in prose.slugs()
    held = [hand for hand in HANDS if locked(name) or (hero and locked(hand))]
    gone = [part for part in PARTS if hidden(part)]
    if hidden("flag") or hidden("question"):
        words = {key: said for key, said in words.items() if key not in ("flag", "answer")}
    return {**words, "held": held, "gone": gone, "held_said": t("player.held")}
