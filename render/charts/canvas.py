"""A sheet of 1600 by 800 pixels to draw on in pixels, without the price of axes."""

from collections.abc import Sequence
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform
from PIL import Image

from render.safe import ELLIPSIS, clean

WIDTH, HEIGHT = 1600, 800
_DPI = 200
_POINT = _DPI / 72
_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"

Spot = tuple[float, float]
Align = Literal["left", "center", "right"]


class Sheet:
    """Shapes and text collected in pixels from the lower left corner, then drawn once as a PNG."""

    def __init__(self, ground: str) -> None:
        self._figure = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI, facecolor=ground)
        self._canvas = FigureCanvasAgg(self._figure)
        self._transform = IdentityTransform()

    def _add(self, artist: Artist) -> None:
        """Lay it over all that lies there, whatever its kind."""
        artist.set_zorder(len(self._figure.artists))
        self._figure.add_artist(artist)

    def lines(
        self, lines: Sequence[Sequence[Spot]], color: str, width: float, *, dashed: Spot | None = None
    ) -> None:
        """Polylines `width` pixels wide, or with `dashed` strokes and gaps of so many widths."""
        if not lines:
            return
        self._add(
            LineCollection(
                lines,
                colors=color,
                linewidths=width / _POINT,
                linestyles=[(0, dashed)] if dashed else "solid",
                capstyle="butt" if dashed else "round",
                joinstyle="round",
                transform=self._transform,
            )
        )

    def boxes(self, boxes: Sequence[tuple[float, float, float, float]], colors: Sequence[str]) -> None:
        """Filled rectangles of left, bottom, right and top."""
        corners = [[(x0, y0), (x1, y0), (x1, y1), (x0, y1)] for x0, y0, x1, y1 in boxes]
        if corners:
            self._add(PolyCollection(corners, facecolors=colors, linewidths=0, transform=self._transform))

    def dots(self, spots: Sequence[Spot], radius: float, fill: str, edge: str, width: float) -> None:
        if not spots:
            return
        dots = PathCollection(
            [Outline.unit_circle()],
            sizes=[(radius / _POINT) ** 2],
            offsets=spots,
            offset_transform=self._transform,
            facecolors=fill,
            edgecolors=edge,
            linewidths=width / _POINT,
        )
        dots.set_transform(self._transform)
        self._add(dots)

    def text(
        self,
        spot: Spot,
        words: str,
        size: float,
        color: str,
        *,
        bold: bool = False,
        align: Align = "left",
    ) -> None:
        """Words with their baseline at the spot, `size` pixels high; they are never read as mathematics."""
        self._add(
            Text(
                *spot,
                words,
                fontproperties=font(size, bold=bold),
                color=color,
                horizontalalignment=align,
                verticalalignment="baseline",
                parse_math=False,
                transform=self._transform,
            )
        )

    def png(self) -> bytes:
        """The drawn sheet; the same shapes give the same bytes."""
        raster, size = self._canvas.print_to_buffer()  # type: ignore[no-untyped-call]  # as matplotlib ships it
        image = Image.frombytes("RGB", size, raster, "raw", "RGBX")
        out = BytesIO()
        image.save(out, "png", compress_level=3)
        return out.getvalue()


@cache
def font(size: float, *, bold: bool = False) -> FontProperties:
    """DejaVu Sans as matplotlib brings it, so that every machine draws the same."""
    return FontProperties(fname=_file(bold=bold), size=size / _POINT)


def _file(*, bold: bool) -> str:
    return str(_FONTS / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"))


@lru_cache(4096)
def width(words: str, size: float, *, bold: bool = False) -> float:
    """How many pixels wide the words stand."""
    face = get_font(_file(bold=bold))
    face.set_size(size / _POINT, _DPI)
    face.set_text(words)
    return float(face.get_width_height()[0]) / 64


def drawable(words: str, otherwise: str) -> str:
    """The words without the characters our font lacks, or `otherwise` when no letter or digit is left."""
    known = get_font(_file(bold=True)).get_charmap()
    left = "".join(letter for letter in clean(words) if ord(letter) in known).strip()
    return left if any(letter.isalnum() for letter in left) else otherwise


def within(words: str, room: float, size: float, *, bold: bool = False) -> str:
    """The words, or as many as fit into `room` pixels with an ellipsis."""
    if width(words, size, bold=bold) <= room:
        return words
    while words and width(words + ELLIPSIS, size, bold=bold) > room:
        words = words[:-1]
    return words.rstrip() + ELLIPSIS
