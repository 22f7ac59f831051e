"""Progress is a bar in a terminal and lines elsewhere."""

from io import StringIO

from rich.console import Console

from bot.cli.progress import lines, watched
from services.sync import Progress, Step

READING = Progress("github", Step.READING, 0.5, "acme/payments", "pull requests", 1, 2, 1200, 51, 51)


class Seconds:
    """A clock for lines."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_new_step_has_its_line_at_once_and_within_a_step_one_every_five_seconds() -> None:
    written: list[str] = []
    seconds = Seconds()
    told = lines(written.append, seconds)
    for _ in range(20):
        told(READING)
        seconds.now += 1.0
    told(Progress("github", Step.PACKING))
    assert len(written) == 5
    assert written[0] == ("github: reading pull requests, 1 of 2 read, 1,200 records, 51 requests, 51 points")
    assert written[-1] == "github: packing columns"


def test_each_source_has_its_own_lines() -> None:
    written: list[str] = []
    told = lines(written.append, Seconds())
    told(Progress("github", Step.LISTING))
    told(Progress("gitlab", Step.LISTING))
    assert written == ["github: listing repositories", "gitlab: listing repositories"]


def test_a_terminal_shows_a_bar_with_counts_and_the_time_left() -> None:
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, width=160, legacy_windows=False)
    with watched(console) as told:
        told(READING)
    shown = screen.getvalue()
    for expected in ("acme/payments", "50%", "1,200 records", "51 requests", "51 points", ":"):
        assert expected in shown


def test_elsewhere_no_control_characters_are_written() -> None:
    screen = StringIO()
    with watched(Console(file=screen, width=160)) as told:
        told(READING)
    assert screen.getvalue().startswith("github: reading pull requests, 1 of 2")
    assert "\x1b" not in screen.getvalue()
