"""On Home: six small towers, each with the bricks that it must keep."""

from engine.ladder_side_tuning.config_hero import HeroResult
from pages.ladder_side_tuning.said import SECRET
from view import bundle
from view.board.tower import METHODS
from view.preview import towers


def draw() -> str:
    """The shipped hero in miniature, without the one that the page asks about."""
    shown: HeroResult = bundle.load("ladder_side_tuning")[0]
    return towers([shown.of("left", name) for name in METHODS if name != SECRET])
