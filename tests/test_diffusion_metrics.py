"""Distances between sets of samples: against closed forms and other libraries' numbers."""

import numpy as np
import pytest
import torch
from scipy.optimize import linear_sum_assignment
from scipy.stats import wasserstein_distance_nd
from torch.nn.functional import avg_pool2d, pad

from engine.diffusion.config_estimate import Floor
from engine.diffusion.config_quality import QualityConfig
from engine.diffusion.houses import houses
from engine.diffusion.metrics import (
    BANDWIDTHS,
    floor,
    high_pass_patches,
    mmd,
    nights,
    patch_distance,
    sliced_wasserstein,
)
from engine.diffusion.quality import report, run
from engine.errors import InvalidParameter
from engine.task import finished


def normal(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def blurred(images):
    return avg_pool2d(pad(images, (1, 1, 1, 1), mode="replicate"), 3, 1)


def test_a_shifted_set_is_at_the_shift_over_the_root_of_the_dimension():
    x, shift = normal(200, 3), torch.tensor([3.0, 0.0, 4.0], dtype=torch.float64)
    got = sliced_wasserstein(x, x + shift, directions=20_000)
    assert got.value == pytest.approx(5 / 3**0.5, rel=0.02)
    same = sliced_wasserstein(x, x)
    assert (same.value, same.se) == (0, 0)


def test_on_a_line_it_is_the_wasserstein_distance_of_second_order():
    x, y = normal(300, 1), 0.5 * normal(300, 1, seed=1) + 2
    pairs = np.sort(x[:, 0].numpy()) - np.sort(y[:, 0].numpy())
    assert sliced_wasserstein(x, y).value == pytest.approx(np.sqrt((pairs**2).mean()), rel=1e-9)


def test_slices_are_never_longer_than_the_whole():
    x, y = normal(40, 2), normal(40, 2, seed=1) * 2 + 1
    whole = wasserstein_distance_nd(x.numpy(), y.numpy())
    # first order is at most second order; second-order slices are at most W2 ≥ W1
    cost = torch.cdist(x, y).square().numpy()
    second = np.sqrt(cost[linear_sum_assignment(cost)].mean())
    assert whole <= second and 0 < sliced_wasserstein(x, y).value < second


def test_order_of_samples_changes_nothing():
    x, y = normal(60, 2), normal(60, 2, seed=1)
    swapped = sliced_wasserstein(x.flip(0), y.roll(7, 0))
    assert swapped.value == pytest.approx(sliced_wasserstein(x, y).value, rel=1e-12)


@pytest.mark.parametrize("rows", [1, 8])
def test_the_standard_error_tells_how_far_repeats_scatter(rows):
    def draw(seed):
        # rows of one sample belong together, as the patches of one picture do
        return normal(150, 1, 2, seed=seed) + 0.2 * normal(150, rows, 2, seed=1000 + seed)

    runs = [sliced_wasserstein(draw(2 * k), 2 * draw(2 * k + 1) + 1) for k in range(100)]
    scatter = np.std([run.value for run in runs], ddof=1)
    assert np.mean([run.se for run in runs]) == pytest.approx(scatter, rel=0.2)


def test_the_standard_error_is_the_jackknifes():
    x, y = normal(80, 2), 1.5 * normal(80, 2, seed=1) + 1
    got = sliced_wasserstein(x, y)
    keep = [torch.arange(80) != k for k in range(80)]
    pairs = [sliced_wasserstein(x[k], y[j]).value for k, j in zip(keep, keep[::-1], strict=True)]
    assert got.se == pytest.approx(np.sqrt(79 * np.var(pairs)), rel=0.3)


def brute_mmd(x, y):
    def kernel(a, b):
        square = ((a[:, None] - b[None]) ** 2).sum(2)
        return np.mean([np.exp(-square / (2 * h * h)) for h in BANDWIDTHS], axis=0)

    h = kernel(x, x) + kernel(y, y) - kernel(x, y) - kernel(y, x)
    n = len(x)

    def statistic(keep):
        part = h[np.ix_(keep, keep)]
        return (part.sum() - np.trace(part)) / (len(keep) * (len(keep) - 1))

    left_out = [statistic(np.delete(np.arange(n), i)) for i in range(n)]
    return statistic(np.arange(n)), np.sqrt((n - 1) * np.var(left_out))


@pytest.mark.parametrize("chunk", [7, 50, 1000])
def test_mmd_and_its_error_are_the_definition_and_its_jackknife(chunk):
    x, y = normal(50, 2), normal(50, 2, seed=1) + 0.3
    value, se = brute_mmd(x.numpy(), y.numpy())
    got = mmd(x, y, chunk=chunk)
    assert got.value == pytest.approx(value, abs=1e-12) and got.se == pytest.approx(se, rel=1e-9)


def test_mmd_of_two_sets_from_one_distribution_has_mean_zero():
    values = [mmd(normal(150, 2, seed=k), normal(150, 2, seed=1000 + k)) for k in range(80)]
    measured = np.array([v.value for v in values])
    assert abs(measured.mean()) < 3 * measured.std() / 80**0.5
    assert (measured < 0).any()
    assert measured.std() < np.median([v.se for v in values]) < 2 * measured.std()


def test_mmd_sees_a_shift_of_three_tenths():
    got = mmd(normal(2000, 2), normal(2000, 2, seed=1) + 0.3)
    assert got.value > 5 * got.se


def test_patches_are_cut_from_the_picture_and_lose_their_mean():
    images = normal(4, 3, 32, 32)
    patches = high_pass_patches(images, per_image=10, seed=3)
    assert patches.shape == (4, 10, 75)
    by_colour = patches.unflatten(2, (3, 25))
    assert by_colour.mean(3).abs().max() < 1e-12
    whole = images[2].unfold(1, 5, 1).unfold(2, 5, 1).flatten(3).permute(1, 2, 0, 3).flatten(0, 1)
    whole = whole - whole.mean(2, keepdim=True)
    gap = (whole.flatten(1)[:, None] - patches[2]).abs().amax(2).min(0).values
    assert gap.max() < 1e-12


def test_colour_alone_is_not_seen_and_blur_is():
    images = houses(256, 1)
    tinted = images + torch.tensor([0.3, -0.2, 0.1])[None, :, None, None]
    base = floor(patch_distance, lambda k: houses(256, 100 + k), pairs=2).median
    assert patch_distance(tinted, houses(256, 2)).value < 2 * base
    assert patch_distance(blurred(images), houses(256, 2)).value > 7 * base


def test_the_scale_is_a_blur_of_512_houses_at_twelve_to_eighteen_floors():
    base = floor(patch_distance, lambda k: houses(512, 100 + k), pairs=3)
    got = patch_distance(blurred(houses(512, 1)), houses(512, 2))
    assert 12 < got.value / base.median < 18
    assert got.se < 0.1 * got.value


def test_the_floor_is_the_median_of_fresh_pairs():
    assert Floor((3.0, 1.0, 2.0, 10.0)).median == 2.5
    asked = []

    def fresh(k):
        asked.append(k)
        return normal(20, 2, seed=k)

    got = floor(sliced_wasserstein, fresh, pairs=3)
    assert asked == [0, 1, 2, 3, 4, 5]
    assert got.values[1] == sliced_wasserstein(normal(20, 2, seed=2), normal(20, 2, seed=3)).value


def test_the_share_of_nights_comes_with_its_binomial_error():
    got = nights(houses(1000, 3))
    assert got.se == pytest.approx((got.value * (1 - got.value) / 1000) ** 0.5)
    assert abs(got.value - 0.25) < 3 * got.se


def finish(work):
    steps = []
    return steps, finished(work, steps.append)


@pytest.fixture
def perfect(monkeypatch):
    """A pipeline folder whose builder knows 4,000 houses by heart."""
    from engine.diffusion import quality
    from engine.diffusion.denoiser import FiniteDenoiser

    monkeypatch.setattr(quality, "load_denoiser", lambda *_: FiniteDenoiser(houses(300, 99)))


def test_quality_of_a_builder_that_knows_houses_by_heart_is_near_the_floor(perfect, tmp_path):
    (tmp_path / "model_index.json").write_text("{}")
    config = QualityConfig(count=80, pipeline=str(tmp_path), steps=4)
    steps, result = finish(run(config))
    done = [p.done for p in steps]
    assert done == sorted(done) and done[4] == 64 and done[-1] == 80 and len(done) == 2 * 5
    assert 0.7 < result.ratio < 1.6 and abs(result.z) < 4
    assert result.ratio == result.distance.value / np.median(result.floor.values)
    assert result.z == pytest.approx((result.nights.value - 0.25) / (0.1875 / 80) ** 0.5)
    assert len(result.floor.values) == 6
    assert set(report(result)) >= {"distance", "floors", "floor", "ratio", "nights", "nights_z"}
    again = finish(run(config))[1]
    assert (again.distance, again.floor, again.nights) == (
        result.distance,
        result.floor,
        result.nights,
    )


def test_quality_of_no_pipeline_is_a_sentence(tmp_path):
    with pytest.raises(InvalidParameter, match="pipeline: must be a folder"):
        next(run(QualityConfig(pipeline=str(tmp_path))))
    with pytest.raises(InvalidParameter, match="count"):
        QualityConfig(count=3)
