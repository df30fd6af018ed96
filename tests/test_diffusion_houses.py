"""The procedural houses: seeded, in range, a quarter of them at night, no two alike."""

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diffusion.houses import DRAWS, NIGHT, SKIES, houses, is_night, paint


@given(count=st.integers(1, 40), more=st.integers(0, 40), seed=st.integers(0, 2**31 - 1))
@settings(max_examples=25)
def test_the_first_houses_of_a_seed_do_not_depend_on_how_many_are_built(count, more, seed):
    assert torch.equal(houses(count, seed), houses(count + more, seed)[:count])


@given(draws=st.lists(st.floats(0, 1, exclude_max=True, width=32), min_size=DRAWS, max_size=DRAWS))
@settings(max_examples=50)
def test_any_draws_make_a_picture_in_range_with_sky_ground_and_wall(draws):
    (image,) = paint(torch.tensor([draws]))
    assert image.shape == (3, 32, 32) and image.dtype == torch.float32
    assert image.min() >= -1 and image.max() <= 1
    colours = image.flatten(1).T.unique(dim=0)
    assert 5 <= len(colours) <= 16
    sky = torch.tensor(SKIES) * 2 - 1
    assert ((image[:, 0, 0] - sky).abs().sum(1).min() < 1e-5) or draws[4] < 0.25


def test_one_house_in_four_stands_at_night():
    n = 4000
    share = is_night(houses(n, 1)).double().mean()
    assert abs(share - 0.25) < 3 * (0.25 * 0.75 / n) ** 0.5


def test_night_is_told_by_the_sky_whatever_the_rest():
    generator = torch.Generator().manual_seed(0)
    draws = torch.rand(500, DRAWS, generator=generator)
    assert torch.equal(is_night(paint(draws)), draws[:, 4] < 0.25)
    assert SKIES[NIGHT] == min(SKIES, key=sum)


def test_night_is_told_through_the_noise_of_a_builder():
    images = houses(500, 2)
    noise = torch.randn(images.shape, generator=torch.Generator().manual_seed(1))
    assert torch.equal(is_night(images + 0.2 * noise), is_night(images))


def test_houses_differ_from_each_other_and_from_seed_to_seed():
    images = houses(300, 4).flatten(1)
    assert len(images.unique(dim=0)) == 300
    assert not torch.equal(houses(3, 4), houses(3, 5))
    assert (images.std(dim=0) > 0.02).float().mean() > 0.99
    assert torch.pdist(images).min() > 0.5


def test_doors_stand_on_the_ground_and_windows_on_their_grid():
    draws = torch.full((1, DRAWS), 0.5)
    draws[0, 40:56] = 0.0
    (day,) = (paint(draws) + 1) / 2
    lamp = (day - torch.tensor([0.99, 0.86, 0.40])[:, None, None]).abs().sum(0) < 1e-5
    rows, columns = lamp.nonzero().T
    assert lamp.sum() > 0
    assert set(((columns - columns.min()) % 4).tolist()) == {0, 1}
    assert set(((rows - rows.min()) % 4).tolist()) == {0, 1}
