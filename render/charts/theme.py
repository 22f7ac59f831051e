"""The colours of a chart: one accent that every kind of colour vision tells from greys, on light or dark."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """`shades` are the quiet fills of a strip, told apart by lightness; text on them is `ink`."""

    ground: str
    ink: str
    quiet: str
    line: str
    accent: str
    on_accent: str
    shades: tuple[str, ...]


THEMES = {
    "light": Theme(
        ground="#ffffff",
        ink="#1d1c1d",
        quiet="#616870",
        line="#e4e7ea",
        accent="#0067b8",
        on_accent="#ffffff",
        shades=("#cfd8e1", "#e3e9ee", "#bccad6", "#dbe2e9"),
    ),
    "dark": Theme(
        ground="#1a1d21",
        ink="#f3f4f5",
        quiet="#a5adb5",
        line="#30353b",
        accent="#58b0ff",
        on_accent="#0b1a28",
        shades=("#475563", "#38434e", "#54646f", "#3f4b57"),
    ),
}
