"""What a tower that never changes is good for, and what a ladder costs in use (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check_one_of, check_whole
from engine.ladder_side_tuning.config import MAX_SEED, Setting
from engine.readings import noisy

STEPS = ("full", "checkpoint", "lst", "cached")
"""Ways to take a training step: all weights; all, layers computed again on the way back; a ladder;
a ladder on features of the tower that were kept from an earlier epoch."""
USES = ("tower", "lst", "lora", "merged")
"""What answers once it is trained: the tower alone, with a ladder, with LoRA beside its matrices,
with LoRA added to them."""
LENGTHS, REDUCTIONS = (32, 128, 256), (4, 8, 16)


@dataclass(frozen=True)
class RivalsConfig:
    """One text of `n` tokens through a tower of 8 layers, 256 wide; `readings` of each."""

    n: int = 128
    reduction: int = 8
    readings: int = 9
    seed: int = 1

    def __post_init__(self):
        check_one_of(self.n, "n", LENGTHS)
        check_one_of(self.reduction, "reduction", REDUCTIONS)
        check_whole(self.readings, "readings", 5, 101)
        check_whole(self.seed, "seed", 0, MAX_SEED)

    @property
    def setting(self) -> Setting:
        """The same as the engine takes it."""
        return Setting(batch=1, n=self.n, reduction=self.reduction, seed=self.seed)


@dataclass(frozen=True)
class RivalsResult:
    """Of `STEPS`: `work` FLOPs forward and backward, `kept` bytes for the backward pass, counted;
    `step_seconds` (`STEPS`, readings), forward and backward. Of `USES`: `answer` FLOPs, counted;
    `answer_seconds` (`USES`, readings).

    `cache` is the bytes of a text's kept features. `cached_gap` is the largest difference of logits
    with kept features, `merged_gap` that where LoRA is merged.
    """

    config: RivalsConfig
    work: np.ndarray
    kept: np.ndarray
    step_seconds: np.ndarray
    answer: np.ndarray
    answer_seconds: np.ndarray
    cache: int
    cached_gap: float
    merged_gap: float
    device: str
    threads: int
    torch_version: str

    def steps(self, name: str) -> tuple[float, float, float]:
        """FLOPs, bytes and median seconds of a step."""
        k = STEPS.index(name)
        return float(self.work[k]), float(self.kept[k]), float(np.median(self.step_seconds[k]))

    def uses(self, name: str) -> tuple[float, float]:
        """FLOPs and median seconds of an answer."""
        k = USES.index(name)
        return float(self.answer[k]), float(np.median(self.answer_seconds[k]))

    @property
    def noisy(self) -> bool:
        """Whether some reading tells too little."""
        each = np.concatenate([self.step_seconds, self.answer_seconds])
        return bool(noisy(each).any())


def article(n: int = 128) -> tuple[float, float]:
    """Of the author's own ladder beside BERT base: what a step of full fine-tuning, and what a
    first step of the ladder, cost over a step with kept features, $3F/3s$ and $(F+3s)/3s$."""
    tower = 12 * (24 * n * 768**2 + 4 * n**2 * 768)
    side = 4 * (24 * n * 128**2 + 4 * n**2 * 128) + 5 * 2 * n * 768 * 128
    return tower / side, (tower + 3 * side) / (3 * side)


BUNDLES = {"ladder_side_tuning_rivals": ("engine.ladder_side_tuning.rivals:run", RivalsConfig())}
