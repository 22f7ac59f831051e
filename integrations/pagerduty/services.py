"""Which of PagerDuty's services are chosen, by their names or ids, or by patterns of these."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from domain.errors import Retryable
from integrations.pagerduty.api import Api
from integrations.pagerduty.mapping import called
from integrations.provider import Selection
from integrations.reading import Node, Unreadable, name, whole


@dataclass(frozen=True, slots=True)
class Services:
    """`ids` are those that are read, None for all of them; `missing` the patterns that no service fits."""

    ids: frozenset[str] | None
    seen: int
    missing: tuple[str, ...] = ()

    def has(self, reference: object) -> bool:
        """Whether the service that something refers to is read; one that is not told of may be."""
        if self.ids is None or not isinstance(reference, dict):
            return True
        return reference.get("id") in self.ids


EVERYTHING = Services(None, 0)


def services(api: Api, selection: Selection) -> Services:
    """One request per hundred services, so that names can be chosen.

    Raises:
        Retryable: PagerDuty's list of them makes no sense.
    """
    try:
        known = [_names(whole(node)) for node in api.listed("/services", "services")]
    except Unreadable as error:
        raise Retryable(f"PagerDuty's list of services makes no sense: {error}.") from None
    wanted = [(id_, title) for id_, title in known if _fits(id_, title, selection.projects or ("*",))]
    chosen = frozenset(id_ for id_, title in wanted if not _fits(id_, title, selection.exclude))
    missing = tuple(each for each in selection.projects if not any(_fits(*one, [each]) for one in known))
    return Services(chosen if is_narrowed(selection) else None, len(chosen), missing)


def is_narrowed(selection: Selection) -> bool:
    """Whether anything is chosen at all; if not, nobody has to ask which services there are."""
    return bool(selection.projects or selection.exclude)


def _names(node: Node) -> tuple[str, str]:
    return name(node, "id"), called(node)


def _fits(id_: str, title: str, patterns: Sequence[str]) -> bool:
    lower = [pattern.strip().lower() for pattern in patterns]
    return any(fnmatchcase(each.lower(), pattern) for pattern in lower for each in (id_, title))
