r"""The two branches of a layer: multi-head attention, and two matrices with a bend between.

How q, k, v of shape (batch, heads, n, width of a head) are mixed is a plain function `attend`
of them, see `engine.transformer.attention`; the default is softmax attention written out.
"""

from __future__ import annotations

from torch import Tensor, nn

from engine.transformer.attention import Attention as Attend
from engine.transformer.attention import naive
from engine.transformer.config import EncoderConfig
from engine.transformer.taps import Watch, pass_by


class SelfAttention(nn.Module):
    """Multi-head self-attention, (batch, n, width) to the same; `attend` may be changed."""

    def __init__(self, config: EncoderConfig, attend: Attend = naive):
        super().__init__()
        self.heads, self.attend = config.heads, attend
        for name in ("q", "k", "v", "o"):
            setattr(self, name, nn.Linear(config.width, config.width))

    def forward(self, x: Tensor, watch: Watch = pass_by, name: str = "") -> Tensor:
        q, k, v = (watch(f"{name}.{one}", self._split(getattr(self, one)(x))) for one in "qkv")
        mixed = self.attend(q, k, v).transpose(1, 2).reshape(x.shape)
        return self.o(watch(f"{name}.mixed", mixed))

    def _split(self, x: Tensor) -> Tensor:
        batch, n, width = x.shape
        return x.view(batch, n, self.heads, width // self.heads).transpose(1, 2)

    @property
    def matrices(self) -> dict[str, tuple[nn.Linear, ...]]:
        """Its maps by the part they play: neither, `inner`, `last`."""
        return {"plain": (self.q, self.k), "inner": (self.v,), "last": (self.o,)}


class FeedForward(nn.Module):
    """Width to hidden, the activation, hidden to width, for each token alone."""

    def __init__(self, config: EncoderConfig):
        super().__init__()
        self.first = nn.Linear(config.width, config.inside)
        self.second = nn.Linear(config.inside, config.width)
        self.bend = nn.GELU() if config.activation == "gelu" else nn.ReLU()

    def forward(self, x: Tensor, watch: Watch = pass_by, name: str = "") -> Tensor:
        inside = watch(f"{name}.first", self.first(x))
        return self.second(watch(f"{name}.active", self.bend(inside)))

    @property
    def matrices(self) -> dict[str, tuple[nn.Linear, ...]]:
        """Its maps by the part they play."""
        return {"plain": (), "inner": (self.first,), "last": (self.second,)}
