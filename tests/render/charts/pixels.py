"""Charts read back as pixels."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


def pixels(png: bytes) -> Pixels:
    """Rows from the top, columns from the left, red, green, blue."""
    with Image.open(BytesIO(png)) as image:
        assert image.format == "PNG"
        return np.asarray(image.convert("RGB"))


def count(picture: Pixels, color: str) -> int:
    """How many pixels are exactly of a colour such as "#0067b8"."""
    wanted = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.uint8)
    return int(np.all(picture == wanted, axis=-1).sum())


def inked(picture: Pixels, ground: str) -> NDArray[np.bool_]:
    """Where anything is drawn."""
    wanted = np.array([int(ground[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.uint8)
    drawn: NDArray[np.bool_] = np.any(picture != wanted, axis=-1)
    return drawn
