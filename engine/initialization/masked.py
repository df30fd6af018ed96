r"""A tiny masked language model: BERT's parts over the lab's encoder.

Letters and places have embeddings, added and normed; the encoder; then, with a *head*, one more
Dense, GELU and LayerNorm; at last $E h+b$ with the embedding E of the letters again (tied). The
letter behind the alphabet is `[MASK]`, and is never predicted. Embeddings enter as one-hot rows
times E, so that their gradient is a matrix product, the same bit for bit at every run.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.device import mix
from engine.transformer.config import EncoderConfig
from engine.transformer.encoder import Encoder, norm_of
from engine.transformer.weights import draw, unit

BODY, EMBEDDINGS, HEAD = 0, 1, 2
"""Parts of a seed: what the head draws changes nothing else."""


class MaskedLM(nn.Module):
    """Logits (batch, n, letters) of `letters` and their [MASK] in sentences of `n`."""

    def __init__(self, config: EncoderConfig, letters: int, n: int, head: bool = True):
        super().__init__()
        self.config, self.letters = config, letters
        self.letter = nn.Parameter(torch.empty(letters + 1, config.width))
        self.place = nn.Parameter(torch.empty(n, config.width))
        self.first = norm_of(config)
        self.encoder = Encoder(config)
        self.dense = nn.Linear(config.width, config.width) if head else None
        self.last = norm_of(config) if head else None
        self.bias = nn.Parameter(torch.empty(letters))

    def forward(self, seen: Tensor) -> Tensor:
        words = F.one_hot(seen, self.letters + 1).to(self.letter) @ self.letter
        h = self.encoder(self.first(words + self.place))
        if self.dense is not None:
            h = self.last(F.gelu(self.dense(h)))
        return h @ self.letter[:-1].T + self.bias

    @property
    def norms(self) -> list[nn.LayerNorm]:
        """Every LayerNorm on the way up: the embedding's, each floor's, the encoder's own last
        one if it has one, the head's."""
        ways = [self.first, *(one.norm for one in self.encoder.sublayers)]
        ways += [self.encoder.final, self.last]
        return [one for one in ways if isinstance(one, nn.LayerNorm)]


def masked_lm(
    config: EncoderConfig,
    letters: int,
    n: int,
    std: float,
    seed: int,
    *,
    head: bool = True,
    device: torch.device | str = "cpu",
) -> MaskedLM:
    """A model with fresh weights: every matrix σ = `std`, norms 1 and 0, biases 0.

    At another `std` the same `seed` gives the same weights times a number.
    """
    with torch.device("meta"):
        model = MaskedLM(config, letters, n, head)
    model = model.to_empty(device=device)
    furnish(model, std, seed)
    return model


def furnish(model: MaskedLM, std: float, seed: int) -> None:
    """Draw all weights of `model` in place."""
    rng = {part: torch.Generator().manual_seed(mix(seed, part)) for part in range(3)}
    for norm in model.norms:
        norm.reset_parameters()
    for one in model.encoder.sublayers:
        draw(one, model.config, std, rng[BODY])
    with torch.no_grad():
        for matrix in (model.letter, model.place):
            matrix.copy_(std * unit(matrix, rng[EMBEDDINGS]))
        if model.dense is not None:
            model.dense.weight.copy_(std * unit(model.dense.weight, rng[HEAD]))
            model.dense.bias.zero_()
        model.bias.zero_()


def loss_of(logits: Tensor, truth: Tensor, hidden: Tensor) -> Tensor:
    r"""$-\ln p(x_i)$, the mean over the `hidden` letters, nats."""
    each = F.cross_entropy(logits.transpose(1, 2), truth, reduction="none")
    return (each * hidden).sum() / hidden.sum()
