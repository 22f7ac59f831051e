"""The graph of a repository's commits: what descends from what, and which commits are the same patch."""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence

from domain.records import BranchCommit, Commit

SHORTEST = 7
"""An abbreviated sha has at least so many digits, as Git's own have."""

Patch = tuple[object, str]


class Graph:
    """Commits by their place from 0; parents that are not known are passed over.

    Building it and walking it take each commit once, so 50,000 of them take a fraction of a second.
    """

    def __init__(self, commits: Iterable[BranchCommit]) -> None:
        self.commits: Sequence[BranchCommit] = tuple(commits)
        self._places = {commit.sha.lower(): place for place, commit in enumerate(self.commits)}
        self._parents = [
            [self._places[sha.lower()] for sha in commit.parents if sha.lower() in self._places]
            for commit in self.commits
        ]
        self._sorted = sorted(self._places)
        self._depths = _depths(self._parents)
        self._twins: dict[Patch, list[int]] = {}
        for place, commit in enumerate(self.commits):
            if key := _patch(commit):
                self._twins.setdefault(key, []).append(place)

    def __len__(self) -> int:
        return len(self.commits)

    def find(self, sha: str) -> int | None:
        """The place of a commit by its sha, or by the beginning of one that no other commit shares."""
        wanted = sha.lower()
        if wanted in self._places:
            return self._places[wanted]
        at = bisect_left(self._sorted, wanted)
        alike = [each for each in self._sorted[at : at + 2] if each.startswith(wanted)]
        return self._places[alike[0]] if len(alike) == 1 and len(wanted) >= SHORTEST else None

    def same_patch(self, commit: BranchCommit | Commit) -> tuple[int, ...]:
        """The commits that carry the same change by the same hand: cherry-picks and rebased ones.

        Both keep author, author date and headline, and renew only sha and committer. A provider that
        names no author of one of them is taken at the other two.
        """
        key = _patch(commit)
        twins = self._twins.get(key, ()) if key else ()
        return tuple(place for place in twins if _may_be_one(self.commits[place].author_id, commit.author_id))

    def is_before(self, earlier: int, later: int) -> bool:
        """Whether a commit is an ancestor of another, and not that commit itself."""
        floor = self._depths[earlier]
        waiting, seen = [later], {later}
        while waiting:
            for parent in self._parents[waiting.pop()]:
                if parent == earlier:
                    return True
                if parent not in seen and self._depths[parent] > floor:
                    seen.add(parent)
                    waiting.append(parent)
        return False

    def walk(self, head: int, seen: bytearray) -> list[int]:
        """The head and all of its ancestors that were not `seen` yet, which they are then."""
        found: list[int] = []
        waiting = [head]
        while waiting:
            place = waiting.pop()
            if not seen[place]:
                seen[place] = 1
                found.append(place)
                waiting += self._parents[place]
        return found


def _patch(commit: BranchCommit | Commit) -> Patch | None:
    return (commit.authored_at, commit.headline) if commit.headline else None


def _may_be_one(author: int | None, other: int | None) -> bool:
    return author == other or author is None or other is None


def _depths(parents: Sequence[Sequence[int]]) -> list[int]:
    """How long the longest way to a root is; an ancestor's depth is always less than its descendant's."""
    children: list[list[int]] = [[] for _ in parents]
    missing = [len(set(each)) for each in parents]
    for place, each in enumerate(parents):
        for parent in set(each):
            children[parent].append(place)
    depths = [0] * len(parents)
    ready = deque(place for place, count in enumerate(missing) if not count)
    while ready:
        place = ready.popleft()
        for child in children[place]:
            depths[child] = max(depths[child], depths[place] + 1)
            missing[child] -= 1
            if not missing[child]:
                ready.append(child)
    return depths
