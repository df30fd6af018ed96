"""A ladder on kept features: the tower is climbed once, and every later epoch spares it.

That is allowed because the tower never changes (and has no dropout): the features of a text are
the same in every epoch.
"""

from __future__ import annotations

from torch import Tensor, nn

from engine.ladder_side_tuning.side import Ladder


class Cached(nn.Module):
    """`ladder` with the features of one batch at hand; answers for that batch alone."""

    def __init__(self, ladder: Ladder, text: Tensor):
        super().__init__()
        self.ladder, self.features = ladder, ladder.features(text)

    def forward(self, text: Tensor) -> Tensor:
        return self.ladder.climb(self.features)

    @property
    def bytes(self) -> int:
        """What is kept from epoch to epoch."""
        return sum(h.nbytes for h in self.features)
