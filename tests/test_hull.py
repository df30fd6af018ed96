"""The hero of page unargmaxable: sectors, cells and proofs against Qhull, directions, programs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog, nnls
from scipy.spatial import ConvexHull

from engine import jobs
from engine.errors import InvalidParameter
from engine.task import finished
from engine.unargmaxable.check import holds
from engine.unargmaxable.config import VERDICTS, Weights
from engine.unargmaxable.config_guess import GuessConfig
from engine.unargmaxable.config_hero import FIVE, HullConfig, HullResult, on_a_circle
from engine.unargmaxable.config_pull import PullConfig
from engine.unargmaxable.frank_wolfe import frank_wolfe
from engine.unargmaxable.guess import in_the_plane
from engine.unargmaxable.hull import run
from engine.unargmaxable.margins import margin
from pages.unargmaxable.said import pins_of, text_of
from tests.test_unargmaxable import kinds

SEEDS = range(12)


def decided(config: HullConfig) -> HullResult:
    return finished(run(config))


@pytest.fixture(params=[(seed, bias) for seed in SEEDS for bias in (False, True)], ids=str)
def result(request) -> HullResult:
    seed, bias = request.param
    return decided(HullConfig(seed=seed, bias=bias, count=8 + seed))


def test_the_articles_five_words_share_the_rim_by_quarters():
    found = decided(HullConfig(pins=FIVE))
    assert found.sector == pytest.approx([90, 90, 90, 90, 0])
    assert found.margin == pytest.approx([1.2, 1.2, 1.2, 1.2, 0])
    assert found.mute.tolist() == [False] * 4 + [True]
    weights = found.weights[4][found.rows[4] >= 0]
    assert weights @ found.w[found.rows[4][found.rows[4] >= 0]] == pytest.approx([0, 0])


def test_the_verifier_says_the_same_where_it_decides(result: HullResult):
    theirs = kinds(result.w, result.b)
    assert [
        VERDICTS[k] for k, said in zip(result.kind, theirs, strict=True) if said != "undecided"
    ] == [said for said in theirs if said != "undecided"]


def test_every_verdict_carries_a_certificate_that_the_checker_accepts(result: HullResult):
    for k, mute in enumerate(result.mute):
        used = result.rows[k] >= 0
        proof = Weights(result.rows[k][used], result.weights[k][used])
        if mute:
            assert holds(k, proof, result.w, result.b)
        else:
            assert margin(k, result.witness[k], result.w, result.b) > 0


def test_sectors_are_what_a_million_directions_find(result: HullResult):
    turn = np.radians(np.arange(0, 360, 0.01))
    h = 1e7 * np.stack([np.cos(turn), np.sin(turn)])
    wins = (result.w @ h + result.b[:, None]).argmax(axis=0)
    share = np.bincount(wins, minlength=len(result.w)) * 0.01
    assert result.sector == pytest.approx(share, abs=0.03)
    assert result.sector.sum() == pytest.approx(360)


def test_without_a_bias_the_winners_are_qhulls_corners(result: HullResult):
    corners = set(ConvexHull(result.w).vertices.tolist())
    assert set(np.flatnonzero(result.margin > 0).tolist()) == corners
    assert set(np.flatnonzero(result.sector > 0).tolist()) == corners


def test_the_shortest_h_is_the_one_of_least_distance_programming(result: HullResult):
    for k in np.flatnonzero(~result.mute):
        away, behind = result.w[k] - result.w, result.b - result.b[k]
        table, goal = np.vstack([away.T, behind]), np.array([0, 0, 1.0])
        shares, _ = nnls(table, goal)
        rest = table @ shares - goal
        assert result.reach[k] == pytest.approx(np.linalg.norm(rest[:2] / rest[2]), abs=1e-9)


def test_the_margin_is_the_minimum_over_the_simplex(result: HullResult):
    for k in range(len(result.w)):
        *_, last = frank_wolfe(k, result.w, 3000)
        assert last.length == pytest.approx(result.margin[k], abs=0.02)
        assert last.length >= result.margin[k] - 1e-9


def test_words_on_a_circle_all_win():
    for seed in SEEDS:
        config = HullConfig(seed=seed, count=20)
        assert not decided(HullConfig(pins=on_a_circle(config.placed))).mute.any()


def test_twins_tie_and_a_word_on_the_edge_can_only_tie():
    square = ((0, 100, 100), (1, -100, 100), (2, -100, -100), (3, 100, -100))
    found = decided(HullConfig(pins=(*square, (4, 0, 100), (5, 100, 100))))
    assert [VERDICTS[k] for k in found.kind] == [
        *("tie", "argmaxable", "argmaxable", "argmaxable"),
        *("unargmaxable", "tie"),
    ]
    assert found.sector.sum() == pytest.approx(270)


def test_two_words_share_the_rim():
    found = decided(HullConfig(pins=((3, 10, 0), (7, -50, 20))))
    assert found.sector == pytest.approx([180, 180])


@pytest.mark.parametrize(
    "pins",
    [
        ((0, 0, 0),),
        ((0, 0, 0), (0, 1, 1)),
        ((0, 0, 0), (20, 1, 1)),
        ((0, 0, 0), (1, 186, 0)),
        ((0, 0, 0), (1, 1.5, 0)),
        ((0, 0, 0), (1, 1)),
        ((0, 0, 0), (1, "x", 0)),
        tuple((k, k, 0) for k in range(21)),
    ],
)
def test_pins_that_do_not_fit_are_refused(pins):
    with pytest.raises(InvalidParameter):
        HullConfig(pins=pins)


def test_pins_travel_in_the_link_and_count_for_their_own_drawing_only():
    config = HullConfig()
    text = text_of(config.placed, 14, 2504)
    assert pins_of(text, 14, 2504) == config.placed
    assert pins_of(text, 14, 2505) == () == pins_of(text, 13, 2504) == pins_of("", 14, 2504)
    with pytest.raises(InvalidParameter):
        HullConfig(pins=pins_of("14.2504~0.x.1~1.2.3", 14, 2504))


def test_a_pulled_word_is_mute_until_the_band_and_then_grows(inline_jobs):
    for word in (pin[0] for pin in HullConfig().placed):
        found = jobs.compute("engine.unargmaxable.pull:run", PullConfig(word=word))
        far, near = found.way > found.out + 0.02, found.way < found.out - 0.02
        assert (found.own[far] > 0).all() and (found.own[near] == 0).all()
        assert (np.diff(found.own) > -1e-9).all()
        assert far[-1] and near.any() == (found.out > 0.02)
        assert found.sector.sum(axis=1) == pytest.approx(np.full(len(found.way), 360))
        last = decided(HullConfig(pins=found.pins(len(found.way) - 1)))
        assert last.sector[found.row] == pytest.approx(found.own[-1])


def test_the_plane_is_counted_as_qhull_counts():
    dice = np.random.default_rng(3)
    for _ in range(20):
        w = dice.normal(size=(100, 2))
        assert in_the_plane(w) == len(ConvexHull(w).vertices)


def inside(k: int, w: np.ndarray) -> bool:
    """Whether row `k` is a mean of the others, by a program of another making."""
    others = np.delete(w, k, axis=0)
    table = np.vstack([others.T, np.ones(len(others))])
    found = linprog(np.zeros(len(others)), A_eq=table, b_eq=[*w[k], 1], method="highs")
    return found.status == 0


def test_the_questions_answer_is_a_linear_programs(inline_jobs):
    config = GuessConfig(dims=(10,), draws=(2,), seed=5)
    found = jobs.compute("engine.unargmaxable.guess:run", config)
    dice = np.random.default_rng(5)
    draws = [dice.normal(size=(100, 10)) for _ in range(2)]
    counts = [sum(not inside(k, w) for k in range(100)) for w in draws]
    assert found.winners[0] == np.mean(counts)
