"""Small pictures that travel inside the page."""

import io
from base64 import b64decode

import numpy as np
from PIL import Image

from view.pictures import address


def test_a_picture_travels_as_its_own_address_and_loses_nothing():
    image = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    head, _, body = address(image).partition(",")
    assert head == "data:image/png;base64"
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(b64decode(body)))), image)
