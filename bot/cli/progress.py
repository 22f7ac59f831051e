"""How far a sync is: a bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `leadline --help` loads none of them
    from rich.console import Console

    from services.sync import Progress

SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def watched(console: Console) -> Iterator[Callable[[Progress], None]]:
    """What a sync is to tell its progress to."""
    if console.is_terminal:
        with _bars(console) as told:
            yield told
    else:
        yield lines(console.print, time.monotonic)


def lines(write: Callable[[str], object], seconds: Callable[[], float]) -> Callable[[Progress], None]:
    """Write a line at every new step of a source, and every five seconds within a step."""
    lock, steps = Lock(), dict[str, tuple[object, float]]()

    def told(progress: Progress) -> None:
        with lock:
            step, at = steps.get(progress.source, (None, 0.0))
            if step == progress.step and seconds() - at < SECONDS_BETWEEN_LINES:
                return
            steps[progress.source] = progress.step, seconds()
        doing = f"{progress.step} {progress.stream}".rstrip()
        write(f"{progress.source}: {doing}{_counts(progress)}")

    return told


@contextmanager
def _bars(console: Console) -> Iterator[Callable[[Progress], None]]:
    """One bar a source, with the time left by how long it took to come here."""
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.fields[source]}: {task.description}"),
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[counts]}", style="dim"),
    )
    with Bars(*columns, console=console, transient=True) as bars:
        tasks: dict[str, object] = {}

        def told(progress: Progress) -> None:
            if progress.source not in tasks:
                tasks[progress.source] = bars.add_task("", total=1.0, source=progress.source, counts="")
            bars.update(
                tasks[progress.source],  # type: ignore[arg-type] # rich's TaskID is an int by another name
                description=progress.what or str(progress.step),
                completed=progress.fraction,
                counts=_counts(progress).removeprefix(", "),
            )

        yield told


def _counts(progress: Progress) -> str:
    counted = [
        f"{progress.done:,} of {progress.planned:,} read" * bool(progress.planned),
        f"{progress.records:,} records" * bool(progress.records),
        f"{progress.requests:,} requests" * bool(progress.requests),
        f"{progress.points:,} points" * bool(progress.points),
    ]
    return "".join(f", {count}" for count in counted if count)
