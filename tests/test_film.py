"""Films: what is packed comes back, aligned, small, and the same twice."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.errors import InvalidParameter
from view.film import DTYPES, LIMIT, houses_film, pack, unpack

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.text(min_size=1, max_size=12)
HEADERS = st.dictionaries(NAMES.filter(lambda k: k not in ("arrays", "digest")), PLAIN, max_size=5)
ARRAYS = st.dictionaries(
    NAMES,
    hnp.arrays(
        st.sampled_from(DTYPES).map(np.dtype),
        hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5),
    ),
    max_size=5,
)
once = settings(derandomize=True, deadline=None, max_examples=150)


def header_of(blob: bytes) -> dict:
    """The header as a reader without our code finds it."""
    return json.loads(blob[8 : 8 + int.from_bytes(blob[4:8], "little")])


@once
@given(HEADERS, ARRAYS)
def test_what_is_packed_comes_back_bit_for_bit(header, arrays):
    scalars, back = unpack(pack(header, arrays))
    assert scalars == header
    assert set(back) == set(arrays)
    for name, array in arrays.items():
        assert back[name].dtype == array.dtype
        assert back[name].shape == array.shape
        assert back[name].tobytes() == array.tobytes()


@once
@given(HEADERS, ARRAYS)
def test_a_film_is_magic_header_and_arrays_at_multiples_of_eight(header, arrays):
    blob = pack(header, arrays)
    assert blob[:4] == b"FILM"
    for name, entry in header_of(blob)["arrays"].items():
        start = entry["offset"]
        assert start % 8 == 0
        assert blob[start : start + arrays[name].nbytes] == arrays[name].tobytes()


@once
@given(HEADERS, ARRAYS)
def test_the_same_content_is_the_same_bytes_in_any_order(header, arrays):
    turned = dict(reversed(header.items())), dict(reversed(arrays.items()))
    assert pack(*turned) == pack(header, arrays)


def test_another_content_has_another_digest():
    films = [
        pack({"T": 3}, {"a": np.zeros(4, np.uint8)}),
        pack({"T": 4}, {"a": np.zeros(4, np.uint8)}),
        pack({"T": 3}, {"a": np.array([0, 0, 0, 1], np.uint8)}),
        pack({"T": 3}, {"a": np.zeros((2, 2), np.uint8)}),
        pack({"T": 3}, {"a": np.zeros(4, np.int8)}),
        pack({"T": 3}, {"b": np.zeros(4, np.uint8)}),
    ]
    assert len({header_of(film)["digest"] for film in films}) == len(films)


@pytest.mark.parametrize("order", ["<", ">"])
def test_numbers_travel_little_endian_whatever_they_were(order):
    array = np.array([1, -2, 300], np.dtype(np.int16).newbyteorder(order))
    blob = pack({}, {"a": array})
    offset = header_of(blob)["arrays"]["a"]["offset"]
    assert blob[offset : offset + 6] == b"\x01\x00\xfe\xff\x2c\x01"


def test_an_array_that_is_not_contiguous_is_packed_as_it_reads():
    array = np.arange(24, dtype=np.float32).reshape(2, 3, 4).transpose(2, 0, 1)[::2]
    np.testing.assert_array_equal(unpack(pack({}, {"a": array}))[1]["a"], array)


@pytest.mark.parametrize(
    "array",
    [
        np.array([b"x", None], object),
        np.zeros(2, np.float16),
        np.zeros(2, np.int64),
        np.zeros(2, bool),
        np.array(["a"]),
        b"raw",
        [1, 2],
    ],
    ids=["object", "float16", "int64", "bool", "text", "bytes", "list"],
)
def test_an_array_without_a_typed_array_in_the_browser_is_refused(array):
    with pytest.raises(InvalidParameter) as raised:
        pack({}, {"picture": array})
    assert raised.value.name == "picture"


@pytest.mark.parametrize(
    "value",
    [b"x", bytearray(b"x"), {"deep": b"x"}, [b"x"], {1: 2}, float("nan"), np.float32(1), (1, 2)],
    ids=["bytes", "bytearray", "dict", "list", "key", "nan", "numpy", "tuple"],
)
def test_a_header_value_that_json_would_bend_is_refused(value):
    with pytest.raises(InvalidParameter) as raised:
        pack({"extra": value}, {})
    assert raised.value.name == "extra"


@pytest.mark.parametrize("key", ["arrays", "digest"])
def test_a_header_cannot_take_the_place_of_our_own_entries(key):
    with pytest.raises(InvalidParameter):
        pack({key: 1}, {})


def test_a_film_is_at_most_two_megabytes():
    room = LIMIT - len(pack({}, {"a": np.zeros(0, np.uint8)})) - 16
    assert len(pack({}, {"a": np.zeros(room, np.uint8)})) <= LIMIT
    with pytest.raises(InvalidParameter) as raised:
        pack({}, {"a": np.zeros(LIMIT, np.uint8)})
    assert raised.value.value > LIMIT


@pytest.mark.parametrize("keep", [0, 4, 7, 20, -8])
def test_a_film_cut_short_is_refused(keep):
    blob = pack({"T": 3}, {"a": np.arange(8, dtype=np.float64)})
    with pytest.raises(InvalidParameter):
        unpack(blob[:keep])


def test_a_film_with_a_changed_byte_is_refused():
    blob = bytearray(pack({"T": 3}, {"a": np.arange(8, dtype=np.float64)}))
    blob[-3] ^= 1
    with pytest.raises(InvalidParameter):
        unpack(bytes(blob))


def result_like(count: int = 12, frames: int = 24, T: int = 1000) -> SimpleNamespace:
    generator = np.random.default_rng(5)
    picture = (count, 32, 32, 3)
    return SimpleNamespace(
        log_alpha_bar=np.log1p(-0.02 * np.arange(T + 1) / T).cumsum() / 2,
        x0=generator.integers(0, 256, picture, np.uint8),
        epsilon=generator.standard_normal(picture, np.float32),
        back_t=np.linspace(T, 0, frames).round().astype(np.int32),
        back_x=generator.integers(0, 256, (frames, *picture), np.uint8),
        back_x0=generator.integers(0, 256, (frames, *picture), np.uint8),
    )


def test_twelve_houses_in_twenty_four_frames_fit_the_limit():
    assert len(houses_film(result_like())) <= LIMIT


def test_the_film_of_the_houses_carries_the_result():
    result = result_like(count=3, frames=4, T=20)
    header, arrays = unpack(houses_film(result))
    assert (header["kind"], header["T"], header["n"], header["columns"]) == ("houses", 20, 3, 3)
    assert arrays["log_alpha_bar"].dtype == np.float64
    for name in ("log_alpha_bar", "x0", "back_t", "back_x", "back_x0"):
        np.testing.assert_array_equal(arrays[name], getattr(result, name))


def test_the_quantised_noise_is_off_by_half_a_step_at_most():
    result = result_like(count=2, frames=1)
    header, arrays = unpack(houses_film(result))
    error = np.abs(arrays["epsilon"] * header["epsilon_scale"] - result.epsilon).max()
    assert error <= header["epsilon_scale"] * 0.5000001
    assert error <= np.abs(result.epsilon).max() / 65534 * 1.001


def test_houses_without_noise_make_a_film_too():
    result = result_like(count=1, frames=1)
    result.epsilon[:] = 0
    assert not unpack(houses_film(result))[1]["epsilon"].any()


@pytest.mark.parametrize("columns", [1, 3, 8])
def test_a_film_takes_one_schedule_for_each_column(columns):
    result = result_like(count=2 * columns, frames=1, T=20)
    result.log_alpha_bar = np.stack([result.log_alpha_bar * (k + 1) for k in range(columns)])
    header, arrays = unpack(houses_film(result))
    assert (header["T"], header["columns"]) == (20, columns)
    np.testing.assert_array_equal(arrays["log_alpha_bar"], result.log_alpha_bar)


@pytest.mark.parametrize(("shape", "columns"), [((9, 21), None), ((3, 21), 4), ((1, 2, 21), None)])
def test_schedules_that_do_not_fit_the_columns_are_refused(shape, columns):
    result = result_like(count=9, frames=1, T=20)
    result.log_alpha_bar = np.broadcast_to(result.log_alpha_bar, shape)
    with pytest.raises(InvalidParameter) as raised:
        houses_film(result, columns)
    assert raised.value.name == "log_alpha_bar"


def test_the_columns_of_one_schedule_are_as_asked():
    result = result_like(count=12, frames=1, T=20)
    assert unpack(houses_film(result, 6))[0]["columns"] == 6
    assert unpack(houses_film(result, 20))[0]["columns"] == 12
