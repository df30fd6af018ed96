r"""The tower's own training: gaps in texts without order are filled.

`python -m engine.ladder_side_tuning.training` writes assets/models/tower, in about half a minute
on one core: AdamW (decay .01), a rate that warms up and falls by a cosine, gradients cut at norm
1; a word in seven is blanked out and guessed. Places are drawn four times as large as words, so
that they can be told apart at all; the training has no use for them.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Generator, Tensor, nn
from torch.nn.functional import cross_entropy

from engine.device import mix
from engine.ladder_side_tuning.backbone import STD, Backbone, fresh
from engine.ladder_side_tuning.config_tasks import BLANK, setting
from engine.ladder_side_tuning.loaders import FOLDER
from engine.ladder_side_tuning.tasks import mixed

STEPS, BATCH, SEED, RATE, WARM, GAPS, FIRST = 800, 64, 0, 3e-3, 50, 0.15, 10
PLACES = 4


class Filler(nn.Module):
    """The backbone, and above it a guess at each word."""

    def __init__(self):
        super().__init__()
        self.tower = fresh(setting(seed=SEED))
        rng = Generator().manual_seed(mix(SEED, 3))
        self.out = nn.Linear(self.tower.config.width, BLANK)
        with torch.no_grad():
            self.tower.place.weight.mul_(PLACES)
            self.out.weight.normal_(0, STD, generator=rng)
            self.out.bias.zero_()

    def loss(self, text: Tensor, gaps: Tensor) -> Tensor:
        """Mean log loss of the words that `gaps` (the text's shape, bool) hides."""
        seen = self.tower.embed(text.masked_fill(gaps, BLANK))
        return cross_entropy(self.out(self.tower.encoder(seen)[gaps]), text[gaps])


def batches(seed: int = SEED) -> Iterator[tuple[Tensor, Tensor]]:
    """Texts and where their gaps are, without end."""
    rng = Generator().manual_seed(mix(seed, 4))
    while True:
        text = mixed(BATCH, rng)
        yield text, torch.rand(text.shape, generator=rng) < GAPS


def trained(model: Filler, steps: int) -> Iterator[float]:
    """The losses of the first `steps` steps of `STEPS`; changes `model`."""
    weights = list(model.parameters())
    optimiser = torch.optim.AdamW(weights, weight_decay=0.01)
    for k, (text, gaps) in zip(range(steps), batches(), strict=False):
        rate = RATE * min(1, (k + 1) / WARM) * (1 + math.cos(math.pi * k / STEPS)) / 2
        optimiser.param_groups[0]["lr"] = rate
        optimiser.zero_grad()
        loss = model.loss(text, gaps)
        loss.backward()
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        yield loss.item()


def save(tower: Backbone, losses: list[float], folder: Path = FOLDER) -> None:
    """Weights but the head's, and where they come from."""
    folder.mkdir(parents=True, exist_ok=True)
    own = {name: w for name, w in tower.state_dict().items() if not name.startswith("head")}
    save_file(own, folder / "model.safetensors")
    last = sum(losses[-50:]) / 50
    said = {"steps": STEPS, "batch": BATCH, "seed": SEED, "first": losses[:FIRST], "last": last}
    (folder / "origin.json").write_text(json.dumps(said, indent=2) + "\n")


def main() -> None:
    model, losses = Filler(), []
    for k, loss in enumerate(trained(model, STEPS)):
        losses.append(loss)
        if k % 100 == 0:
            print(k, loss, file=sys.stderr)
    save(model.tower, losses)


if __name__ == "__main__":
    main()
