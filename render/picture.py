"""A picture on its way to a reader: what it shows in words, and where Slack finds it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """`alt` tells the finding; the image is at `url` or is Slack's file `file_id`."""

    alt: str
    url: str | None = None
    file_id: str | None = None
