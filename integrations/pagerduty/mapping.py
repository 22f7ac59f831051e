"""PagerDuty's JSON as records of the common schema; what cannot be read is set aside with its reason."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from domain.ids import identify
from domain.records import Incident, Shift, Urgency
from integrations.accounts import Roster
from integrations.pagerduty.people import Directory, roster
from integrations.pagerduty.story import Story, story
from integrations.pages import Page
from integrations.reading import (
    Node,
    Unreadable,
    count,
    inside,
    link,
    moment,
    name,
    optional_inside,
    optional_moment,
    optional_text,
    text,
)
from integrations.sifting import sift

_MERGED = "merge_resolve_reason"


def incident_page(source: str, nodes: Iterable[object], directory: Directory, cursor: str | None) -> Page:
    """A page of incidents, each with all of its `log_entries`."""
    named = roster(source, directory)
    found, aside = sift(
        source, "incidents", nodes, lambda node: incident(source, node, named, directory), named
    )
    return Page(tuple(found), named.accounts, tuple(aside), cursor)


def incident(source: str, node: Node, named: Roster, directory: Directory) -> Incident:
    """One incident, whole.

    Raises:
        Unreadable: something in it is not what it must be; nothing of it may be saved then.
    """
    external_id = name(node, "id")
    told = story(node, named, directory)
    resolved_at, by_human = _end(node, told)
    return Incident(
        id=identify(source, "incident", external_id),
        source=source,
        external_id=external_id,
        number=count(node, "incident_number"),
        title=text(node, "title"),
        url=link(node, "html_url"),
        service=inside(node, "service", called),
        urgency=Urgency.LOW if node.get("urgency") == "low" else Urgency.HIGH,
        created_at=moment(node, "created_at"),
        resolved_at=resolved_at,
        resolved_by_human=by_human,
        priority=optional_inside(node, "priority", _priority) or "",
        merged_into=optional_inside(node, "resolve_reason", _merged_into),
        ack_timeouts=told.ack_timeouts,
        acknowledgements=tuple(told.acknowledgements),
        interruptions=tuple(told.interruptions),
    )


def _end(node: Node, told: Story) -> tuple[datetime | None, bool]:
    """When it was over for good, and whether a person ended it; an end that was taken back is none.

    Where the log does not tell, the incident itself does, which a later note does not move.
    """
    if node.get("status") != "resolved":
        return None, True
    if told.resolutions:
        return told.resolutions[-1]
    at = optional_moment(node, "resolved_at") or optional_moment(node, "last_status_change_at")
    if at is None:
        raise Unreadable("resolved_at", "expected the time of the resolution, found nothing")
    by = node.get("last_status_change_by")
    return at, isinstance(by, dict) and by.get("type") in ("user_reference", "user")


def _priority(node: Node) -> str:
    return optional_text(node, "summary") or optional_text(node, "name") or ""


def _merged_into(reason: Node) -> str | None:
    return optional_inside(reason, "incident", lambda into: name(into, "id")) if _is_merge(reason) else None


def _is_merge(reason: Node) -> bool:
    return reason.get("type") == _MERGED


def called(reference: Node) -> str:
    """What a service or schedule is called, which settings name it by; its id where it has no name."""
    return optional_text(reference, "summary") or optional_text(reference, "name") or name(reference, "id")


def shift_page(source: str, nodes: Iterable[object], directory: Directory, cursor: str | None) -> Page:
    """A page of on-calls; who stands on several rules by the same schedule is on call once, at the lowest."""
    named = roster(source, directory)
    found, aside = sift(source, "shifts", nodes, lambda node: shift(source, node, named), named)
    lowest: dict[int, Shift] = {}
    for each in found:
        known = lowest.setdefault(each.id, each)
        ended_at = max(known.ended_at, each.ended_at)
        lowest[each.id] = replace(known, level=min(known.level, each.level), ended_at=ended_at)
    return Page(tuple(lowest.values()), named.accounts, tuple(aside), cursor)


def shift(source: str, node: Node, named: Roster) -> Shift:
    """An on-call of a schedule, with the level of the escalation rule."""
    schedule = inside(node, "schedule", called)
    account_id = inside(node, "user", named.id_of)
    began_at, ended_at = moment(node, "start"), moment(node, "end")
    if ended_at < began_at:
        raise Unreadable("end", "expected a time behind the start, found one before it")
    return Shift(
        id=identify(source, "shift", schedule, f"{account_id}", began_at.isoformat()),
        source=source,
        schedule=schedule,
        account_id=account_id,
        began_at=began_at,
        ended_at=ended_at,
        level=count(node, "escalation_level"),
    )
