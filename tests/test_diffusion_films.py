"""Films of houses and what is measured on them: columns, own houses, jumps, the Bayes floor."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.stats import ks_2samp

from engine import device, jobs
from engine.diffusion.builders import zero
from engine.diffusion.columns import nearest
from engine.diffusion.config import DdpmConfig
from engine.diffusion.config_columns import KNOTS, ColumnsConfig
from engine.diffusion.config_floor import FloorConfig
from engine.diffusion.config_jump import JumpConfig
from engine.diffusion.config_own import OwnConfig
from engine.diffusion.film import beside, record
from engine.diffusion.houses import houses
from engine.diffusion.schedule import drawn, schedule
from engine.diffusion.sheet import from_bytes, to_bytes
from engine.errors import InvalidParameter
from engine.task import finished

pytestmark = pytest.mark.usefixtures("inline_jobs")


def recording(x0, **changes):
    told = {"seed": 7, "steps": 5, "rule": "ddim", "frames": 6, **changes}
    return record(zero, x0, schedule("su", 1000), **told)


def recorded(x0, **changes):
    return finished(recording(x0, **changes))


def test_the_turns_of_others_do_not_count_among_a_films_seconds(monkeypatch):
    now = [0.0]

    def later(seconds: float) -> float:
        now[0] += seconds
        return now[0]

    monkeypatch.setattr(device, "clock", lambda _: later(1))
    film = finished(recording(houses(2, 7), steps=5), lambda _: later(100))
    assert film["seconds"] == 6  # one for each state, the first guess among them


def test_the_same_config_gives_the_same_film_bit_for_bit():
    config = DdpmConfig(count=2, steps=3, frames=4)
    first, second = (
        jobs.compute("engine.diffusion.ddpm:run", c)
        for c in (config, DdpmConfig(count=2, steps=3, frames=4))
    )
    jobs.stop()
    again = jobs.compute("engine.diffusion.ddpm:run", config)
    for name in ("x0", "epsilon", "back_x", "back_x0", "back_t"):
        assert np.array_equal(getattr(first, name), getattr(second, name))
        assert np.array_equal(getattr(first, name), getattr(again, name))


def test_a_film_falls_from_T_to_0_and_keeps_as_many_frames_as_asked():
    film = recorded(houses(2, 7))
    assert film["back_t"].tolist() == [1000, 800, 600, 400, 200, 0]
    assert film["back_x"].shape == (6, 2, 32, 32, 3)


def test_the_way_back_starts_at_the_end_of_the_way_out():
    x0 = houses(2, 7)
    film = recorded(x0)
    a = schedule("su", 1000).alpha_bar[-1].item()
    epsilon = torch.from_numpy(film["epsilon"]).movedim(-1, 1)
    ruin = a * x0 + (1 - a * a) ** 0.5 * epsilon
    assert np.abs(film["back_x"][0].astype(int) - to_bytes(ruin).numpy().astype(int)).max() <= 1


def test_films_beside_each_other_keep_their_columns():
    films = [recorded(houses(3, 7), seed=seed) for seed in (1, 2)]
    both = beside(films)
    for column, film in enumerate(films):
        assert np.array_equal(both["x0"][column::2], film["x0"])
        assert np.array_equal(both["back_x"][:, column::2], film["back_x"])
    assert both["log_alpha_bar"].shape == (1001,)


def test_bytes_and_pictures_go_there_and_back():
    pixels = torch.arange(256, dtype=torch.uint8).view(1, 16, 16, 1).expand(1, 16, 16, 3)
    assert torch.equal(to_bytes(from_bytes(pixels)), pixels)


def test_the_nearest_house_to_a_known_house_is_itself():
    known = houses(9, 7)
    index, distance = nearest(known[[4, 2]], known)
    assert index.tolist() == [4, 2]
    assert distance.max() < 1e-6


def test_the_exact_builder_only_rebuilds_houses_it_knows():
    config = ColumnsConfig(rows=2, known=24, steps=40, frames=3)
    result = jobs.compute("engine.diffusion.columns:run", config)
    assert result.distance_of["exact"] < 0.02
    assert result.distance_of["zero"] > 0.1
    assert result.x0.shape == (8, 32, 32, 3)


def test_each_schedule_has_a_column_and_a_table_of_its_own():
    config = ColumnsConfig(subject="schedules", rows=1, known=4, steps=2, frames=2)
    result = jobs.compute("engine.diffusion.columns:run", config)
    assert result.log_alpha_bar.shape == (4, 1001)
    for name, left in zip(config.columns, result.left_at_end, strict=True):
        assert left == pytest.approx(schedule(name, 1000).alpha_bar[-1].item(), rel=1e-12)


def test_a_drawn_schedule_goes_through_its_knots():
    knots = tuple(np.linspace(0.999, 0.01, KNOTS).tolist())
    table = drawn(knots, 320)
    assert table.alpha_bar[10::10].tolist() == pytest.approx(list(knots[1:]), rel=1e-12)
    assert table.alpha_bar[0] == 1


FALLING = tuple(np.linspace(0.99, 0.01, KNOTS).tolist())
WRONG = {
    "rises": (*FALLING[:5], 0.98, *FALLING[6:]),
    "is flat": (*FALLING[:5], FALLING[4], *FALLING[6:]),
    "leaves the range": (*FALLING[:-1], 0.0),
    "is too short": FALLING[:-1],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_drawn_schedule_that_breaks_its_rule_is_refused(name):
    with pytest.raises(InvalidParameter) as wrong:
        ColumnsConfig(subject="schedules", drawn=WRONG[name])
    assert wrong.value.name == "drawn"


def test_an_own_house_barely_demolished_comes_back_nearly_as_it_was():
    pixels = to_bytes(houses(3, 11))[2].numpy().tobytes()
    near, far = (
        jobs.compute("engine.diffusion.own:run", OwnConfig(pixels, t=t, count=2, steps=8, frames=3))
        for t in (30, 900)
    )
    assert near.distance.max() < 0.08 < far.distance.min()
    assert near.back_t[0] == 30
    assert len(near.log_alpha_bar) == 31


def test_walking_and_jumping_give_one_distribution():
    config = JumpConfig(count=5000, repeats=12, t=200)
    result = jobs.compute("engine.diffusion.jump:run", config)
    assert result.above <= 3
    # p-values of a true equality are spread evenly
    assert ks_2samp(result.p, np.linspace(0, 1, 200)).pvalue > 1e-3


def test_a_jump_to_another_time_is_told_apart():
    jumped = jobs.compute("engine.diffusion.jump:run", JumpConfig(count=5000, repeats=1, t=200))
    other = jobs.compute("engine.diffusion.jump:run", JumpConfig(count=5000, repeats=1, t=300))
    assert ks_2samp(jumped.walked, other.jumped).pvalue < 1e-6


def test_nobody_gets_under_the_bayes_floor_of_the_known_houses():
    config = FloorConfig(known=64, count=32, points=4)
    result = jobs.compute("engine.diffusion.floor:run", config)
    exact, *others = result.seen
    for loss in others:
        assert (exact <= loss + 3 * result.seen_se[0]).all()
    # at the end grey is as good as the mean is: its loss is the houses' own power
    grey = houses(64, config.seed)[:32].square().mean().item()
    assert result.seen[-1][-1] == pytest.approx(grey, rel=1e-5)
