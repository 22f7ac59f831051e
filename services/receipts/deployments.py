"""Receipts of deployments: what each was and brought, why it counts as failed, and when that was over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.facts import NO_SPAN, REPAIRS, DeploymentColumns, DeploymentFlag, Failure, FailureKind, Rank
from domain.records import Account, Deployment, DeploymentSource, Incident, PullRequest, Repository
from domain.result import Receipt
from metrics.items import Items
from render.text import duration
from storage.shelves import Shelves

SOURCES: Mapping[DeploymentSource, str] = {
    DeploymentSource.API: "told by the deployment itself",
    DeploymentSource.PROVIDER: "told by the provider's deployments",
    DeploymentSource.WORKFLOW: "told by a workflow",
    DeploymentSource.RELEASE: "told by a release",
    DeploymentSource.MERGE: "told by a merge to the default branch",
}
_MOST = 8
_ABBREVIATED = 7


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about deployments and the evidence against them, by id."""

    records: Mapping[int, Deployment]
    parts: Mapping[int, Sequence[Deployment]]
    repositories: Mapping[int, Repository]
    services: Mapping[int, str]
    people: Mapping[int, Account]
    brought: Mapping[int, Sequence[int]]
    failures: Mapping[int, Sequence[Failure]]
    pull_requests: Mapping[int, PullRequest]
    incidents: Mapping[int, Incident]


def receipts(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    """The receipts of these items, in their order."""
    columns: DeploymentColumns = items.columns
    known = _known(ids, columns, shelves)
    rows = {id_: row for row, id_ in enumerate(columns.id.tolist())}
    return tuple(_receipt(known, items, id_, rows[id_]) for id_ in ids if id_ in known.records)


def _known(ids: Sequence[int], columns: DeploymentColumns, shelves: Shelves) -> Known:
    failures = shelves.failures.of(ids)
    evidence = {each.evidence_id for of in failures.values() for each in of}
    records = shelves.deployments.by_ids({*ids, *evidence})
    runs = {record.run_id for id_, record in records.items() if record.run_id and id_ in set(ids)}
    together = shelves.deployments.among("run_id", runs)
    brought = shelves.merged.brought_by(ids)
    some = {id_ for each in brought.values() for id_ in each[:_MOST]}
    return Known(
        records,
        {
            id_: [each for each in together if each.run_id == records[id_].run_id] or [records[id_]]
            for id_ in ids
            if id_ in records
        },
        shelves.repositories.by_ids(record.repository_id for record in records.values()),
        shelves.labels.names(columns.service_id.tolist()),
        shelves.people.accounts(columns.author_id.tolist()),
        brought,
        failures,
        shelves.pull_requests.by_ids(some | evidence),
        shelves.incidents.by_ids(evidence),
    )


def _receipt(known: Known, items: Items, id_: int, row: int) -> Receipt:
    record, columns = known.records[id_], items.columns
    repository = known.repositories.get(record.repository_id)
    author = known.people.get(int(columns.author_id[row]))
    service = known.services.get(int(columns.service_id[row]), "")
    value = items.values[row]
    return Receipt(
        id=id_,
        title=f"{service or record.environment} {_sha(record)} to {record.environment or 'production'}",
        url=record.url,
        repository=repository.full_name if repository else "",
        name=f"{repository.full_name if repository else ''}@{_sha(record)}",
        author=author.login if author else "",
        at=datetime.fromtimestamp(int(columns.at[row]), UTC),
        value=None if value == NO_SPAN else float(value),
        phases=(),
        ruling=ruling(known, id_, columns, row),
        happened="recovered" if items.metric.of is REPAIRS else "deployed",
    )


def ruling(known: Known, id_: int, columns: DeploymentColumns, row: int) -> str:
    """What was ruled on the deployment, in whole sentences (docs/explain/definitions.md, "Deployments")."""
    flags = DeploymentFlag(int(columns.flags[row]))
    told = [*_what(known, id_, flags), _brought(known, id_)]
    told += [_failure(each, known, known.records[id_]) for each in known.failures.get(id_, ())]
    told += [sentence for flag, sentence in _ODD.items() if flags & flag]
    if columns.recovery[row] != NO_SPAN:
        told.append(f"Production had recovered {duration(float(columns.recovery[row]))} after it.")
    return " ".join(filter(None, told))


def _what(known: Known, id_: int, flags: DeploymentFlag) -> Iterator[str]:
    record, parts = known.records[id_], known.parts[id_]
    if not flags & DeploymentFlag.SUCCEEDED:
        yield "It did not get to its end, so it counts as an attempt only."
    regions = list(dict.fromkeys(part.part or part.environment for part in parts))
    if len(regions) > 1:
        yield f"It went to {_and(regions)}, one deployment that ended with the last of them."
    yield f"It is {SOURCES[record.known_from]}."
    yield from (sentence for flag, sentence in _KINDS.items() if flags & flag)


def _brought(known: Known, id_: int) -> str:
    ids = known.brought.get(id_, ())
    found = sorted(known.pull_requests[each].number for each in ids if each in known.pull_requests)
    if not found:
        return ""
    numbers = [f"#{number}" for number in found]
    more = len(ids) - _MOST
    said = [*numbers[:_MOST], f"{more} more"] if more > 0 else numbers
    return f"It was the first to contain {_and(said)}."


def _failure(failure: Failure, known: Known, blamed: Deployment) -> str:
    """Why it counts as failed, with the evidence by name."""
    since = duration((failure.detected_at - (blamed.finished_at or blamed.created_at)).total_seconds())
    if failure.kind is FailureKind.INCIDENT:
        incident = known.incidents.get(failure.evidence_id)
        named = f"incident “{incident.title}”" if incident else "an incident"
        return f"It failed: {named} {_LINKS[failure.rank].format(since=since)}."
    if failure.kind is FailureKind.REVERT:
        revert = known.pull_requests.get(failure.evidence_id)
        return f"It failed: {f'#{revert.number}' if revert else 'a revert'} took back what it had brought."
    fix = known.records.get(failure.evidence_id)
    named = f" ({_sha(fix)})" if fix else ""
    if failure.kind is FailureKind.ROLLBACK:
        return f"It failed: production was rolled back to the version before it{named}."
    return f"It failed: the next deployment of its service{named} was a hotfix."


_LINKS: Mapping[int, str] = {
    Rank.BY_HAND: "was caused by it, as somebody said",
    Rank.LINKED: "names it as its cause",
    Rank.IN_TIME: "began {since} after it, and it was the latest deployment of the service",
}
_KINDS: Mapping[DeploymentFlag, str] = {
    DeploymentFlag.FIRST: "It is the first of its service that is known, so it tells no lead times.",
    DeploymentFlag.REDEPLOY: "Its commit was in production already, so it is a redeployment.",
    DeploymentFlag.ROLLBACK: "Its commit is earlier in history than what it replaced, so it is a rollback.",
    DeploymentFlag.HOTFIX: "It is a hotfix, as its cause, its branch or a pull request in it says.",
    DeploymentFlag.REWORK: "It was not planned but made to mend, so it is rework.",
}
_ODD: Mapping[DeploymentFlag, str] = {
    DeploymentFlag.OPEN_FAILURE: "Production has not recovered from it yet.",
    DeploymentFlag.CONTRADICTORY: "Its times contradict each other; the spans concerned have no value.",
    DeploymentFlag.UNKNOWN_COMMIT: "Its commit is not known, so nobody can tell what it contains.",
    DeploymentFlag.TOLD_AGAIN: "Its provider told of it more than once; it counts once.",
    DeploymentFlag.LONG_GAP: "It came after a gap of 60 days or 5,000 commits, so it tells no lead times.",
}


def _sha(record: Deployment) -> str:
    return record.sha[:_ABBREVIATED]


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
