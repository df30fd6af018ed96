"""On Home: the sheet grows with the square of the text, the block stays."""

from view.preview import bricks


def draw() -> str:
    """Five lengths, each with its sheet and its block."""
    return bricks()
