"""The benchmarks' arithmetic, and the list that `python -m benchmarks` prints."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.__main__ import questions
from benchmarks.growth import drawn, exponent
from benchmarks.pairs import PAIRS, compare, missing


def test_the_pairs_interleave_and_take_turns_in_going_first():
    order = []
    compare(
        "order",
        lambda: order.append("ours") or 1.0,
        lambda: order.append("peer") or 1.0,
        peer_name="peer",
        unit="s",
    )
    warm, pairs = order[:2], [tuple(order[i : i + 2]) for i in range(2, len(order), 2)]
    assert set(warm) == {"ours", "peer"}
    assert len(pairs) == PAIRS >= 9
    assert pairs == [("ours", "peer"), ("peer", "ours")] * (PAIRS // 2) + [("ours", "peer")]


def test_the_ratio_is_the_median_of_the_pairs_and_the_iqr_their_spread():
    ours, peer = iter([1.0] * 10), iter([9.0, *map(float, range(1, 10))])
    case = compare("ratio", lambda: next(ours), lambda: next(peer), peer_name="peer", unit="s")
    assert (case.ratio, case.iqr, case.ours, case.peer) == (5.0, 4.0, 1.0, 5.0)


def test_a_missing_peer_is_named_and_has_no_numbers():
    case = missing("kernel", "flash", "ms")
    assert "not installed" in case.peer_name
    assert case.ratio is None


def test_every_benchmark_asks_its_question():
    found = questions()
    assert "first_paint" in found and "pairs" not in found
    assert all(question.endswith("?") for question in found.values())


def test_the_exponents_of_growth_are_those_of_the_law_that_made_the_times():
    x = np.array([5e3, 1e4, 2e4])
    assert exponent(x, 1e-9 * x**1.9)[0] == pytest.approx(1.9)
    sizes = [(5, 384), (10, 384), (20, 384), (20, 96), (20, 192)]
    cases = [
        {"name": f"growth_{v}000x{d}", "ours": v**2 * d * 1e-5, "peer": v * d**0.5 * 1e-3}
        for v, d in sizes
    ]
    svg = drawn({"cases": [{"name": "gemm", "ours": 1.0, "peer": 1.0}, *cases]})
    said = [word.partition("<")[0] for word in svg.split("exponent ")[1:]]
    assert said == ["2.00", "1.00", "1.00", "0.50"]
