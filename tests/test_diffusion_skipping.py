"""Skipping steps with the exact denoiser: the article's distances, and who ends where."""

import pytest
import torch

from engine.diffusion.family import sigma_hat, with_eta
from engine.diffusion.mixture import two_modes
from engine.diffusion.sampler import fold, grid, sample
from engine.diffusion.schedule import schedule
from engine.diffusion.spacing import leading

SU, COUNT = schedule("su", 1000), 40_000
EVEN, ARTICLES = grid(1000, 10), leading(1000, 10)


def truth() -> torch.Tensor:
    """Quantiles of .3 N(−1, .1²) + .7 N(1, .1²) at the middles of `COUNT` equal shares."""
    x = torch.linspace(-2, 2, 400_001, dtype=torch.float64)
    modes = torch.distributions.Normal(
        torch.tensor([-1.0, 1.0], dtype=torch.float64), torch.tensor(0.1, dtype=torch.float64)
    )
    share = modes.cdf(x[:, None]) @ torch.tensor([0.3, 0.7], dtype=torch.float64)
    middles = (torch.arange(COUNT, dtype=torch.float64) + 0.5) / COUNT
    return x[torch.searchsorted(share, middles).clamp(max=len(x) - 1)]


def distance(rule, times) -> float:
    """W1 on the line between what `rule` makes along `times` and the data."""
    generator = torch.Generator().manual_seed(0)

    def noise():
        return torch.randn(COUNT, 1, generator=generator, dtype=torch.float64)

    *_, last = sample(two_modes(), noise(), fold(SU, times, rule), noise)
    return (last.x[:, 0].sort().values - truth()).abs().mean().item()


@pytest.mark.parametrize(
    ("rule", "times", "expected"),
    [
        (with_eta(0.0), EVEN, 0.071),
        (with_eta(0.5), EVEN, 0.074),
        (with_eta(1.0), EVEN, 0.108),
        ("ddpm", EVEN, 0.058),
        ("ddpm", ARTICLES, 0.194),
    ],
)
def test_ten_steps_of_every_rule_are_as_far_off_as_the_article_file_says(rule, times, expected):
    assert distance(rule, times) == pytest.approx(expected, abs=0.008)


def test_more_steps_are_closer():
    assert distance("ddim", grid(1000, 250)) < 0.02 < distance("ddim", EVEN)


def test_the_papers_noise_at_the_end_is_what_makes_it_bad():
    assert distance(sigma_hat, EVEN) > 3 * distance("ddpm", EVEN)
