"""What every provider's check tells alike: what could not be asked, what is seen, and how clocks differ."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from domain.errors import LeadlineError
from domain.health import Check, Light
from domain.records import Repository, RepositoryState
from integrations.pages import RepositoryPage

LARGEST_SKEW = timedelta(minutes=1)


def failed(label: str, error: LeadlineError, hint: str, light: Light = Light.RED) -> Check:
    """That something could not be asked; `hint` is what to do where the error does not say."""
    return Check(label, light, error.message, error.hint or hint)


def seen(told: str, n: int, missing: Sequence[str], *, correct: str, look: str) -> Check:
    """How much is in sight, `told` in words; what to do about `missing` names, and about nothing at all."""
    label = "What we see"
    if missing:
        light = Light.YELLOW if n else Light.RED
        return Check(label, light, f"{told}; not {', '.join(missing)}", correct)
    if not n:
        return Check(label, Light.RED, told, look)
    return Check(label, Light.GREEN, told)


def repositories_seen(
    pages: Iterable[RepositoryPage], *, correct: str, look: str
) -> tuple[Check, list[Repository]]:
    """How many of the chosen repositories are in sight, and those of them that are not archived."""
    told_of = list(pages)
    found = [one for page in told_of for one in page.repositories]
    missing = [name for page in told_of for name in page.missing]
    active = [one for one in found if one.state is RepositoryState.ACTIVE]
    told = f"{len(active)} {'repository' if len(active) == 1 else 'repositories'}"
    told += f", {len(found) - len(active)} archived" if len(found) > len(active) else ""
    return seen(told, len(active), missing, correct=correct, look=look), active


def clock(title: str, skew: timedelta, hint: str = "Let this machine set its clock by NTP.") -> Check:
    """Whether the vendor's clock agrees with ours; `skew` is how far it is ahead."""
    seconds = round(skew.total_seconds())
    if abs(skew) <= LARGEST_SKEW:
        return Check("Clock", Light.GREEN, f"agrees with {title}'s")
    side = "behind" if seconds > 0 else "ahead of"
    return Check("Clock", Light.YELLOW, f"{abs(seconds)} s {side} {title}'s", hint)
