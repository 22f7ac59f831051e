"""Receipts of links: which issue each merged pull request is about, and how we know."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.correction import Link
from domain.records import Account, PullRequest, Repository
from domain.result import Receipt
from domain.rulings.links import FoundIn, Mention, project_of
from metrics.items import Items
from storage.shelves import Shelves

_TOLD: Mapping[FoundIn, str] = {
    FoundIn.HAND: "as somebody said by hand",
    FoundIn.ISSUE: "which links to it",
    FoundIn.BRANCH: "which its branch names",
    FoundIn.TITLE: "which its title names",
    FoundIn.BODY: "which its description names",
    FoundIn.COMMIT: "which a commit of it names",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about pull requests beside their columns.

    `titles` are those of issues by key, `projects` the keys of projects, `by_hand` pull requests on
    whose issue somebody had a word.
    """

    repositories: Mapping[int, Repository]
    people: Mapping[int, Account]
    said: Mapping[int, Sequence[Mention]]
    titles: Mapping[str, str]
    projects: Collection[str]
    by_hand: Collection[int]


def receipts(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    """The receipts of these items, in their order."""
    records = shelves.pull_requests.by_ids(ids)
    said = shelves.mentions.of(ids)
    named = shelves.issues.by_keys({mention.key for several in said.values() for mention in several})
    known = Known(
        shelves.repositories.by_ids({pr.repository_id for pr in records.values()}),
        shelves.people.accounts({pr.author_id for pr in records.values() if pr.author_id}),
        said,
        {issue.key.upper(): issue.title for issue in reversed(named)},
        {project.key.upper() for project in shelves.projects.all()},
        shelves.overrides.of(Link.PULL_REQUEST_ISSUE, ids),
    )
    rows = {id_: row for row, id_ in enumerate(items.columns.id.tolist())}
    return tuple(_receipt(known, items, records[id_], rows[id_]) for id_ in ids if id_ in records)


def _receipt(known: Known, items: Items, pr: PullRequest, row: int) -> Receipt:
    repository = known.repositories.get(pr.repository_id)
    name = repository.full_name if repository else ""
    author = known.people.get(pr.author_id or 0)
    return Receipt(
        id=pr.id,
        title=pr.title,
        url=pr.url,
        repository=name,
        name=f"{name}#{pr.number}",
        author=author.login if author else "",
        at=datetime.fromtimestamp(int(items.columns.at[row]), UTC),
        value=float(items.values[row]),
        phases=(),
        ruling=ruling(pr.id, known, is_linked=bool(items.columns.kind_id[row])),
        happened="merged",
    )


def ruling(id_: int, known: Known, *, is_linked: bool) -> str:
    """What was ruled on its links, in whole sentences (docs/explain/definitions.md, "Linked issues")."""
    said = known.said.get(id_, ())
    if not is_linked:
        return _unlinked(said, by_hand=id_ in known.by_hand)
    told = [
        f"{each.key} (“{known.titles[each.key]}”), {_TOLD[each.found_in]}"
        for each in said
        if each.key in known.titles
    ]
    if told:
        return f"It is about {'; and about '.join(told)}."
    key = next((each.key for each in said if project_of(each.key) in known.projects), "an issue")
    return f"It names {key}, of a project that is known; the issue itself was not read."


def _unlinked(said: Sequence[Mention], *, by_hand: bool) -> str:
    if by_hand:
        return "It is about no issue, as somebody said by hand."
    strange = ", ".join(mention.key for mention in said if mention.found_in is not FoundIn.BRANCH)
    return f"It names no issue.{f' No project that is known has {strange}.' if strange else ''}"
