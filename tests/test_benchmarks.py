"""The benchmarks' arithmetic, and the list that `python -m benchmarks` prints."""

from __future__ import annotations

from benchmarks.__main__ import questions
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
