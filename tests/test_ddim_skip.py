"""The step-skipping chart: distances beside their floor, seconds, and who is asked for what."""

import numpy as np
import pytest
import torch

from engine.device import mix
from engine.diffusion import planar, skip, skip_table
from engine.diffusion.cells import CELLS, cells
from engine.diffusion.config_contestants import CONTESTANTS, MEMBERS
from engine.diffusion.config_reported import REPORTED
from engine.diffusion.config_skip import SkipConfig, question
from engine.diffusion.fresh import Fresh
from engine.diffusion.houses import houses
from engine.diffusion.metrics import patch_distance, sliced_wasserstein
from engine.diffusion.points import points
from engine.diffusion.sampler import fold
from engine.diffusion.schedule import schedule
from engine.diffusion.spacing import grid, leading
from engine.errors import InvalidParameter
from engine.task import finished
from tests.test_diffusion_experiments import finish

TABLE = schedule("su", 1000)
SMALL = {"count": 200, "steps": (1, 4, 20), "longest": 40, "fresh": 2, "batches": 40}


@pytest.fixture(scope="module")
def exact():
    return finish(skip.run(SkipConfig("points_exact", longest_of=("1",), beta_upto=4, **SMALL)))


def test_only_what_was_asked_for_is_there(exact):
    there = np.isfinite(exact.seconds)
    columns = exact.config.columns
    assert columns == (1, 4, 20, 40)
    assert there.tolist() == [
        [True, True, True, False],
        [True, True, True, False],
        [True, True, True, True],
        [True, True, False, False],
    ]
    assert (exact.seconds[there] > 0).all()
    assert np.array_equal(np.isfinite(exact.value[0]), there)
    assert exact.line("sliced", "1")["S"].tolist() == list(columns)


def test_the_distance_falls_to_the_floor_with_the_number_of_steps(exact):
    line = exact.line("sliced", "0")["value"]
    assert line[0] > 2 * line[1] > 3 * line[2]
    assert line[2] < 2 * exact.floor[0].max()
    assert exact.line("mmd", "0")["value"][0] > 0.3


def test_one_step_is_the_same_by_every_member(exact):
    assert np.ptp(exact.value[0, :, 0]) < 1e-9
    assert np.array_equal(exact.pictures[0, 0], exact.pictures[1, 0])


def test_every_sample_is_in_the_picture(exact):
    assert exact.pictures[0, :3].reshape(3, -1).sum(axis=1).tolist() == [200, 200, 200]


def test_a_point_beyond_the_picture_counts_at_its_edge():
    far = torch.tensor([[9.0, 0.0], [-9.0, 9.0], [0.0, -9.0], [2.399, 0.0]])
    picture = cells(far)[0]
    assert picture[CELLS // 2 - 1, -1] == 2
    assert picture[0, 0] == picture[-1, CELLS // 2] == 1
    assert picture.sum() == 4


def test_a_distance_is_the_mean_over_the_fresh_sets():
    config = SkipConfig("houses_exact", count=16, fresh=2)
    x = houses(16, 5)
    found = Fresh(config, torch.device("cpu")).distance("patches", x)
    apart = [patch_distance(x, houses(16, mix(config.seed, 3, k))) for k in (0, 1)]
    assert found.value == pytest.approx((apart[0].value + apart[1].value) / 2, rel=1e-12)
    assert found.se == pytest.approx((apart[0].se + apart[1].se) / 2, rel=1e-12)


def test_the_table_says_every_run_its_floor_and_the_speedup():
    few = {"count": 100, "steps": (1, 10), "longest": 12, "beta_upto": 1, "fresh": 1}
    result = finish(skip.run(SkipConfig("points_exact", **few)))
    said = skip_table.table(result)
    assert said.count("S = ") == int(np.isfinite(result.value).sum()) + 2
    assert said.count("two fresh sets are") == 2
    assert "σ = β" in said and "times fewer seconds" in said


def test_a_speedup_is_told_in_seconds(exact):
    won = exact.speedup(4)
    assert (won.few, won.many) == (4, 40)
    assert won.times == pytest.approx(won.many_seconds / won.few_seconds)


def test_the_article_s_infeasible_steps_are_counted():
    path = fold(TABLE, leading(1000, 10), skip.RULES["beta"])
    assert skip.crowded(path, TABLE) == 3
    assert skip.crowded(fold(TABLE, grid(1000, 1000), skip.RULES["beta"]), TABLE) == 2


def test_houses_are_measured_by_their_patches():
    config = SkipConfig("houses_exact", count=16, steps=(1, 5), longest=6, longest_of=("1",))
    result = finish(skip.run(config))
    assert result.metrics == ("patches",)
    assert result.pictures.shape == (2, 3, skip.SHOWN, 32, 32, 3)
    line = result.line("patches", "0")["value"]
    assert line[0] > line[1] > 0


def test_the_spiral_as_a_mixture_is_the_spiral():
    drawn = planar.spiral_mixture().draw(4000, 3).float()
    fresh = [points("spiral", 4000, seed) for seed in (1, 2)]
    assert sliced_wasserstein(drawn, fresh[0]).value < 3 * sliced_wasserstein(*fresh).value


def test_a_network_trained_in_place_is_the_same_twice_and_better_than_none():
    nets = [
        finished(planar.learned("spiral", TABLE, 5, n, torch.device("cpu")))
        for n in (1500, 1500, 1)
    ]
    x0 = points("spiral", 500, 9)
    x = 0.7 * x0 + 0.51**0.5 * torch.randn(500, 2, generator=torch.Generator().manual_seed(1))
    guesses = [net(x, 0.7) for net in nets]
    assert torch.equal(guesses[0], guesses[1])
    misses = [(guess - x0).square().mean().item() for guess in guesses]
    best = (planar.spiral_mixture()(x, 0.7) - x0).square().mean().item()
    assert 0 <= misses[0] - best < 0.5 * (misses[2] - best)


def test_the_page_asks_for_what_must_be_shown():
    houses, plane = question("houses_trained"), question("points_exact")
    assert houses.count == 32 and max(houses.steps) == 250
    assert houses.longest == 1000 and houses.longest_of == ("1",)
    assert plane.count == 2000
    assert len(list(plane.cells)) == len(MEMBERS) * len(plane.columns)
    assert set(CONTESTANTS) >= {"houses_trained", "houses_exact", "points_exact", "points_network"}


def test_what_the_paper_reports_is_as_long_as_its_steps():
    assert all(len(row) == len(REPORTED["S"]) for row in REPORTED.values())


@pytest.mark.parametrize(
    "wrong",
    [
        {"contestant": "nobody"},
        {"count": 1},
        {"steps": (0,)},
        {"longest_of": ("2",)},
        {"beta_upto": 0},
        {"short": 1.5},
    ],
)
def test_bad_questions_get_a_sentence(wrong):
    with pytest.raises(InvalidParameter):
        SkipConfig(**wrong)
