"""Which repositories a selection chooses: by name or pattern, each once, and whose they are."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase

from domain.records import Repository
from integrations.pages import RepositoryPage
from integrations.provider import Selection

_WILD = frozenset("*?[")

Pages = Iterator[RepositoryPage]


class Wanted:
    """What a selection says about repositories."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection

    def pages(
        self, everything: Callable[[], Pages], by_name: Callable[[str], RepositoryPage | None]
    ) -> Pages:
        """What is chosen of `everything` that any pattern might choose, then exact names that were not there.

        `by_name` asks for one repository by its full name; a renamed one answers to its old name too, and may
        have been listed already. It gives None when nobody knows the name.
        """
        seen: set[int] = set()
        named: set[str] = set()
        for page in everything():
            chosen = [one for one in page.repositories if one.id not in seen and self.is_chosen(one)]
            seen |= {one.id for one in chosen}
            named |= {one.full_name.lower() for one in chosen}
            yield replace(page, repositories=tuple(chosen))
        for full_name in (name for name in self.exact() if name.lower() not in named):
            page = by_name(full_name) or RepositoryPage((), missing=(full_name,))
            found = [one for one in page.repositories if one.id not in seen and not self.is_excluded(one)]
            seen |= {one.id for one in found}
            yield replace(page, repositories=tuple(found))

    def owners(self) -> tuple[list[str], bool]:
        """Whose repositories to list, and whether to list everything in sight."""
        home = self._selection.organisation
        if not self._selection.repositories:
            return ([home], False) if home else ([], True)
        patterns = [name for name in self._selection.repositories if not self._is_exact(name)]
        owners = [name.split("/")[0] if "/" in name else home or "*" for name in patterns]
        anywhere = [owner for owner in owners if _WILD & set(owner)]
        return list(dict.fromkeys(owner for owner in owners if owner not in anywhere)), bool(anywhere)

    def exact(self) -> list[str]:
        """The names without wildcards, in full."""
        home = self._selection.organisation
        names = [name for name in self._selection.repositories if self._is_exact(name)]
        return list(dict.fromkeys(name if "/" in name else f"{home}/{name}" for name in names))

    def is_chosen(self, repository: Repository) -> bool:
        home = self._selection.organisation
        everything = f"{home}/*" if home else "*"
        is_wanted = _matches(repository, self._selection.repositories or (everything,))
        return is_wanted and not self.is_excluded(repository)

    def is_excluded(self, repository: Repository) -> bool:
        return _matches(repository, self._selection.exclude)

    def _is_exact(self, name: str) -> bool:
        return not _WILD & set(name) and ("/" in name or bool(self._selection.organisation))


def _matches(repository: Repository, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns is of its full name or, without a slash, of its name."""
    full = repository.full_name.lower()
    bare = full.rpartition("/")[2]
    return any(fnmatchcase(full if "/" in pattern else bare, pattern.lower()) for pattern in patterns)
