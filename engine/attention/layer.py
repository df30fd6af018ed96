"""A Transformer layer by its sizes, and the sizes of known models (torch-free).

Sources: Devlin et al. 2019 (BERT), Radford et al. 2019 (GPT-2, the smallest), Brown et al. 2020,
table 2.1 (GPT-3), Grattafiori et al. 2024, table 3 (Llama 3). GPT-3 alternates dense and banded
sheets; all are counted as dense here.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import check, check_whole

CHUNK = 64
"""Tokens that chunked linear attention takes at a time."""
MOST_WIDTH, MOST_HEADS, MOST_INNER = 32_768, 256, 131_072


@dataclass(frozen=True)
class Layer:
    """Width D, heads, heads of keys and values (fewer where queries are grouped), and the FFN:
    `inner` wide, of `matrices` matrices (3 where it is gated, as SwiGLU is)."""

    width: int = 768
    heads: int = 12
    kv_heads: int = 12
    inner: int = 3072
    matrices: int = 2

    def __post_init__(self):
        check_whole(self.width, "width", 1, MOST_WIDTH)
        check_whole(self.heads, "heads", 1, MOST_HEADS)
        divides = self.width % self.heads == 0
        check(divides, "width", "must be a multiple of the {heads} heads", self.width, **self._of)
        check_whole(self.kv_heads, "kv_heads", 1, self.heads)
        fair = self.heads % self.kv_heads == 0
        check(fair, "kv_heads", "must divide the {heads} heads", self.kv_heads, **self._of)
        check_whole(self.inner, "inner", 1, MOST_INNER)
        check_whole(self.matrices, "matrices", 2, 3)

    @property
    def _of(self) -> dict[str, int]:
        return {"heads": self.heads}

    @property
    def head(self) -> int:
        """Width of a head, d."""
        return self.width // self.heads


@dataclass(frozen=True)
class Model:
    """`depth` layers and an output head over `vocabulary` words; `causal` if it writes."""

    layer: Layer
    depth: int
    vocabulary: int
    causal: bool


MODELS: dict[str, Model] = {
    "bert_base": Model(Layer(), 12, 30_522, False),
    "bert_large": Model(Layer(1024, 16, 16, 4096), 24, 30_522, False),
    "gpt2": Model(Layer(), 12, 50_257, True),
    "gpt3": Model(Layer(12_288, 96, 96, 49_152), 96, 50_257, True),
    "llama3_8b": Model(Layer(4096, 32, 8, 14_336, 3), 32, 128_256, True),
    "llama3_70b": Model(Layer(8192, 64, 8, 28_672, 3), 80, 128_256, True),
}
