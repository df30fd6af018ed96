"""The clock, the budget and the experiments: what they say of numbers whose answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

import engine.memory
from engine.attention import decode, maps, measure, memory, pieces, saved
from engine.attention.budget import run as budget
from engine.attention.config import KERNELS, MeasureConfig, MeasureResult
from engine.attention.config_budget import BudgetConfig, known
from engine.attention.config_decode import DecodeConfig, carried
from engine.attention.config_maps import SHARPNESS, MapsConfig
from engine.attention.config_saved import SavedConfig
from engine.attention.layer import MODELS, Layer
from engine.errors import InvalidParameter
from engine.task import finished
from engine.transformer.attention import fused, linear_recurrent, naive

TINY = Layer(32, 4, 4, 128)


def done(work):
    """The Result of a run, and how often it gave way."""
    turns = []
    return finished(work, turns.append), len(turns)


def timed(**seconds: list[float]) -> MeasureResult:
    """A result with these seconds at every reading, 1 for all other kernels."""
    lengths = (16, 64, 256, 1024, 4096)
    config = MeasureConfig(lengths=lengths)
    table = np.ones((len(KERNELS), len(lengths), config.readings))
    for name, values in seconds.items():
        table[KERNELS.index(name)] = np.array(values)[:, None]
    return MeasureResult(config, table, np.full(9, 2e11), np.full(9, 1e10), "CPU", 2, "2.13")


def test_a_crossing_lies_where_the_logarithms_meet():
    at = np.array([16, 64, 256, 1024, 4096])
    result = timed(fused=(at**2 / 300.0**2).tolist(), dense=(at / 300.0).tolist())
    assert result.crossing("fused", "dense") == pytest.approx(300)
    assert result.crossing("dense", "fused") is None
    assert result.ridge == 20


def test_of_two_crossings_the_last_one_counts():
    result = timed(fused=[0.5, 2.0, 0.5, 2.0, 4.0])
    assert 256 < result.crossing("fused", "dense") < 1024


def test_a_clock_that_keeps_to_the_count_departs_by_nothing():
    n = np.array([16, 64, 256, 1024, 4096])
    result = timed(fused=(n / (6 * 768)).tolist())
    assert np.abs(result.departure).max() < 1e-12
    np.testing.assert_allclose(result.counted, n / 4608)


@pytest.mark.parametrize(
    ("times", "verdict"),
    [
        ([1.0] * 9, "agrees"),
        ([1.24] * 9, "agrees"),
        ([1.1] * 5 + [1.9] * 4, "agrees"),  # a wide band, the median near
        ([1.2] * 4 + [1.5] * 5, "unclear"),  # the median far, the lower quartile near
        ([0.5] * 5 + [0.8] * 4, "unclear"),
        ([1.0, 0.5, 0.4, 0.3] + [1.6] * 5, "unclear"),  # all of ±25 % inside the band
        ([1.3] * 9, "departs"),
        ([0.7] * 9, "departs"),
        ([1.26] * 7 + [3.0] * 2, "departs"),
    ],
)
@pytest.mark.parametrize("place", [3, 4])
def test_the_verdict_of_the_clock_goes_by_whole_quartile_bands(place: int, times, verdict: str):
    n = np.array([16, 64, 256, 1024, 4096])
    result = timed(fused=(n / (6 * 768)).tolist())
    table = result.seconds.copy()
    table[KERNELS.index("fused"), 0] *= 9  # short texts have no say
    table[KERNELS.index("fused"), place] *= np.array(times)
    assert replace(result, seconds=table).verdict == verdict


def test_without_a_long_text_there_is_no_telling():
    short = MeasureConfig(lengths=(16, 64))
    ones = np.ones((len(KERNELS), 2, 9))
    result = MeasureResult(short, ones, ones[0, 0], ones[0, 0], "CPU", 2, "2.13")
    assert result.verdict == "unclear"


def test_readings_that_scatter_are_called_noisy_and_others_are_not():
    result = timed()
    table = result.seconds.copy()
    table[KERNELS.index("naive"), 0] = np.linspace(1, 3, 9)
    noisy = replace(result, seconds=table).noisy
    assert noisy["naive"].tolist() == [True, False, False, False, False]
    assert not noisy["fused"].any()


@pytest.mark.parametrize("backward", [False, True])
def test_the_clock_reads_every_kernel_at_every_length(backward: bool):
    config = MeasureConfig(TINY, (16, 64, 128), readings=5, backward=backward)
    result, turns = done(measure.run(config))
    assert result.seconds.shape == (len(KERNELS), 3, 5)
    assert (result.seconds > 0).all()
    assert turns >= len(KERNELS) * 3 * 6
    assert result.device and result.threads == torch.get_num_threads()


def test_pieces_add_up_to_the_whole_input():
    config = MeasureConfig(lengths=(16, 2048))
    for name in KERNELS:
        if name == "naive":
            assert pieces.pieces(name, config, 4096, torch.device("cpu")) == []
        made = pieces.pieces(name, config, 2048, torch.device("cpu"))
        whole = [piece.args[1][0] for piece in made]
        if name == "dense":
            assert sum(len(x) for x in whole) == 2048
        else:
            assert len(whole) > 1 or name != "naive"
            assert sum(x.shape[1] for x in whole) == 12
            assert all(x.shape[2:] == (2048, 64) for x in whole)


def test_what_does_not_fit_is_refused_before_it_is_allocated(monkeypatch):
    monkeypatch.setattr(engine.memory, "room", lambda device: 2**20)
    with pytest.raises(
        InvalidParameter, match=r"needs .* GiB, this device has 0.0 to spare"
    ) as wrong:
        next(measure.run(MeasureConfig()))
    assert wrong.value.name == "n"


@pytest.mark.parametrize(("work", "config"), [(decode, DecodeConfig()), (saved, SavedConfig())])
def test_a_cache_and_a_block_that_do_not_fit_are_refused_as_well(monkeypatch, work, config):
    most = 3 * 4 * 16_384 * 768 if work is decode else saved.needed(config)
    monkeypatch.setattr(engine.memory, "room", lambda device: most - 1)
    with pytest.raises(InvalidParameter, match=r"needs .* to spare") as wrong:
        next(work.run(config))
    assert wrong.value.name == "lengths"
    monkeypatch.setattr(engine.memory, "room", lambda device: most)
    assert next(work.run(config)).done == 0


@pytest.mark.parametrize("layer", [Layer(), Layer(64, 4, 2, 100, 3)])
def test_what_the_dense_part_needs_holds_its_weights_its_input_and_their_gradients(layer: Layer):
    config = MeasureConfig(layer, (16, 64), backward=True)
    x, *weights = pieces.pieces("dense", config, 64, torch.device("cpu"))[0].args[1]
    assert sum(w.numel() for w in weights) == memory.weights(layer)
    need = memory.needed("dense", layer, 64, 1, "float32", True)
    assert need >= 2 * (x.nbytes + sum(w.nbytes for w in weights))


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"lengths": (16, 100)}, "n"),
        ({"lengths": (64, 32)}, "lengths"),
        ({"lengths": (0, 64)}, "lengths"),
        ({"lengths": (16, 16384), "batch": 64}, "n"),
        ({"batch": 0}, "batch"),
        ({"dtype": "float8"}, "dtype"),
        ({"readings": 2}, "readings"),
    ],
)
def test_a_measurement_that_cannot_be_gets_a_sentence(wrong: dict, name: str):
    with pytest.raises(InvalidParameter) as said:
        MeasureConfig(**wrong)
    assert said.value.name == name


def test_the_budget_says_the_articles_numbers():
    result, _ = done(budget(BudgetConfig()))
    assert result.at(result.free) == pytest.approx(10 / 9)
    assert result.at(result.gone) == pytest.approx(5 / 3)
    assert result.at(result.exponent) == pytest.approx(1.1)
    assert result.at(result.faster) == pytest.approx(1.0959, abs=5e-5)
    assert result.core == 8
    assert 1 < result.model < result.at(result.faster)
    assert result.crossings == {"ffn": 1536, "half": 4608, "linear": 64, "twice": 4736}


def test_wider_heads_make_linear_attention_slower_below_their_crossing():
    result, _ = done(budget(BudgetConfig(wider=4)))
    assert result.at(result.faster) == pytest.approx(0.9091, abs=5e-5)
    counted, _ = done(budget(BudgetConfig(wider=4, counted=True)))
    assert counted.crossings["linear"] == 5632
    assert counted.at(counted.faster) < result.at(result.faster)


@pytest.mark.parametrize("halved", [False, True])
@pytest.mark.parametrize("counted", [False, True])
@pytest.mark.parametrize("reading", ["qk", "qkvo"])
@pytest.mark.parametrize("wider", [1, 4])
def test_from_its_crossings_on_linear_attention_pays_as_the_curve_says(
    wider: int, reading: str, counted: bool, halved: bool
):
    asked = BudgetConfig(halved=halved, wider=wider, reading=reading, counted=counted)
    crossings = done(budget(asked))[0].crossings
    for name, gain in (("linear", 1), ("twice", 2)):
        there, _ = done(budget(replace(asked, n=round(crossings[name]))))
        assert there.at(there.faster) == pytest.approx(gain, rel=1e-3)


@pytest.mark.parametrize("name", MODELS)
def test_the_shares_of_every_model_add_up(name: str):
    result, _ = done(budget(known(name)))
    np.testing.assert_allclose(sum(result.shares.values()), 1)
    assert (np.diff(result.lengths) > 0).all()
    assert result.lengths[-1] > result.crossings["half"]


def test_a_step_of_decoding_is_the_recurrent_form_and_fused_attention_of_the_last_word():
    q, k, v = (x.double() for x in decode.word(TINY, 7, torch.device("cpu"), 9))
    block, z = q.new_zeros(1, 4, 8, 8), q.new_zeros(1, 4, 1, 8)
    for i in range(9):
        block, z, out = decode.step(block, z, *(x[..., i : i + 1, :] for x in (q, k, v)))
    assert float((out - linear_recurrent(q, k, v)[..., -1:, :]).abs().max()) < 1e-12
    last = fused(q[..., -1:, :], k, v)
    assert float((last - naive(q, k, v, causal=True)[..., -1:, :]).abs().max()) < 1e-12


def test_the_cache_outgrows_the_state_after_half_a_head():
    result, _ = done(decode.run(DecodeConfig(TINY, (16, 64), readings=5)))
    assert result.seconds.shape == (2, 2, 5)
    grown = carried(TINY, 3)
    assert grown.even == (8 + 1) / 2
    assert grown.cache[4] == 3 * 2 * 2 * 16 * 32
    assert set(grown.state) == {3 * 2 * 4 * 8 * 9}


def test_no_linear_map_has_a_higher_rank_than_its_features_and_softmax_has_all():
    result, _ = done(maps.run(MapsConfig(n=48, head=8, wider=4, heads=2)))
    assert (result.ranks[0] == 48).all()
    assert (result.ranks[1] == 8).all()
    assert (result.ranks[2] == 32).all()
    assert (np.diff(result.entropies[0]) < 0).all()  # softmax can look at one word
    assert (result.entropies[1] > result.entropies[0])[SHARPNESS.index(1.0) :].all()


def test_entropy_is_one_for_a_flat_map_and_nothing_for_a_permutation():
    assert float(maps.entropy(torch.full((1, 9, 9), 1 / 9))[0]) == pytest.approx(1)
    assert float(maps.entropy(torch.eye(9)[None])[0]) == 0


def test_a_block_keeps_exactly_what_the_formulas_say():
    for layer in (Layer(48, 3, 3, 192), Layer(64, 2, 2, 100)):
        config = SavedConfig(layer, (16, 80), readings=5)
        result, _ = done(saved.run(config))
        assert result.bytes["naive"].tolist() == result.formula["naive"].tolist()
        assert result.bytes["fused"].tolist() == result.formula["fused"].tolist()
        assert result.off == 0
        more = result.kept.copy()
        more[1, 0] += 24
        assert replace(result, kept=more).off == 24


@pytest.mark.parametrize("config", [MeasureConfig, DecodeConfig, SavedConfig])
@pytest.mark.parametrize(
    "lengths", [(64, 32), (32, 32), (32,), [32, 64], tuple(range(64, 64 * 18, 64))]
)
def test_every_clock_asks_for_lengths_that_rise(config: type, lengths):
    with pytest.raises(InvalidParameter) as wrong:
        config(lengths=lengths)
    assert wrong.value.name == "lengths"


def test_a_sentence_on_lengths_says_the_number_that_is_kept_to():
    sixteen = tuple(range(64, 64 * 17, 64))
    assert SavedConfig(lengths=sixteen).lengths == sixteen
    with pytest.raises(InvalidParameter, match="2 to 16"):
        SavedConfig(lengths=(*sixteen, 2048))


def test_a_plain_block_keeps_16_widths_a_sheet_and_four_statistics():
    layer, n = Layer(), 128
    expected = (16 + 12 * n / 768 + 4 / 768) * n * 768
    assert memory.kept_naive(layer, n) == expected
    assert memory.korthikanti(layer, n) == n * 768 * (34 + 5 * 12 * n / 768)
