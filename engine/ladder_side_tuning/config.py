"""One tower and what is trained on it: sizes, names, what is compared (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check, check_one_of, check_whole

METHODS = ("full", "prompt", "adapter", "lora", "ia3", "bitfit", "head", "lst")
ATTENTIONS = ("naive", "fused")
ENTRANTS = (*METHODS, "checkpoint")
"""The methods, and full fine-tuning with gradient checkpointing."""
CAUSES = ("norm", "projections", "attention", "sheet", "feed", "rungs", "own", "inputs", "ends")
"""What bytes are kept for. Of the backbone: the inputs and statistics of `norm`s, the inputs of
the `projections` q, k, v, o, what `attention` multiplies (q, k, v, with the fused kernel its
output too), the `sheet` of its weights, the `feed`-forward branch. Beside it: backbone features
that the `rungs` read, and the method's `own` tensors (side network, adapters, LoRA's narrow ones).
`ends` are embedding, pooling, head and loss."""
DEEPEST, WIDEST, LONGEST, LARGEST_BATCH, MAX_SEED = 48, 1024, 1024, 64, 2**31 - 1


@dataclass(frozen=True)
class Setting:
    """A backbone of `layers` layers, `width` features and `heads` heads that reads `batch` texts of
    `n` tokens, and the sizes of the methods.

    `reduction` is r of the ladder, whose side is width / r wide and has a rung at every `skip`-th
    layer, with `side_heads` heads (0: as many as the backbone); `rank` that of LoRA (on q and v),
    `adapter` the width of the adapters' waists (two a layer), `prompt` the number of prompt tokens.
    """

    layers: int = 8
    width: int = 256
    heads: int = 4
    batch: int = 4
    n: int = 128
    attention: str = "naive"
    reduction: int = 8
    skip: int = 1
    rank: int = 8
    adapter: int = 32
    prompt: int = 20
    vocabulary: int = 256
    classes: int = 2
    seed: int = 1
    side_heads: int = 0

    def __post_init__(self):
        check_whole(self.layers, "layers", 1, DEEPEST)
        check_whole(self.width, "width", 1, WIDEST)
        check_whole(self.heads, "heads", 1, self.width)
        even = self.width % self.heads == 0
        check(even, "heads", "must divide {whole}", self.heads, whole=self.width)
        check_whole(self.batch, "batch", 1, LARGEST_BATCH)
        check_whole(self.n, "n", 1, LONGEST)
        check_one_of(self.attention, "attention", ATTENTIONS)
        self._check_ladder()
        check_whole(self.rank, "rank", 1, self.width)
        check_whole(self.adapter, "adapter", 1, self.width)
        check_whole(self.prompt, "prompt", 1, 128)
        check_whole(self.vocabulary, "vocabulary", 1, 65_536)
        check_whole(self.classes, "classes", 2, 65_536)
        check_whole(self.seed, "seed", 0, MAX_SEED)

    def _check_ladder(self) -> None:
        r, wide = self.reduction, self.width
        check_whole(r, "reduction", 1, wide)
        check(wide % r == 0, "reduction", "must divide {whole}", r, whole=wide)
        rule = "makes the side {side} wide, which {heads} heads do not divide"
        check_whole(self.side_heads, "side_heads", 0, wide)
        said = {"side": wide // r, "heads": self.heads_beside}
        check(wide // r % self.heads_beside == 0, "reduction", rule, r, **said)
        check_whole(self.skip, "skip", 1, self.layers)
        even = self.layers % self.skip == 0
        check(even, "skip", "must divide {whole}", self.skip, whole=self.layers)

    @property
    def heads_beside(self) -> int:
        """Heads of the side network."""
        return self.side_heads or self.heads

    @property
    def side(self) -> int:
        """Width of the side network."""
        return self.width // self.reduction

    @property
    def rungs(self) -> tuple[int, ...]:
        """Layers, 1 … L, whose features a rung reads."""
        return tuple(range(self.skip, self.layers + 1, self.skip))


def of_full(values: np.ndarray) -> np.ndarray:
    """`values`, in the order of `METHODS` or `ENTRANTS`, over that of full fine-tuning."""
    return values / values[METHODS.index("full")]


class Counted:
    """Of every method: `trainable` of all its parameters `total`, FLOPs `forward`, `backward`."""

    trainable: np.ndarray
    total: np.ndarray
    forward: np.ndarray
    backward: np.ndarray

    @property
    def work(self) -> np.ndarray:
        """FLOPs forward and backward over those of full fine-tuning."""
        return of_full(self.forward + self.backward)

    @property
    def share(self) -> np.ndarray:
        """Trained parameters over all."""
        return self.trainable / self.total
