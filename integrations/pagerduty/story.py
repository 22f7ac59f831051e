"""What an incident's log tells: who took it on, whom it called, and when it was over.

https://developer.pagerduty.com/api-reference/c661e065403b5-list-log-entries
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

from domain.records import Acknowledgement, Interruption
from integrations.accounts import Roster
from integrations.pagerduty.people import Directory
from integrations.reading import Node, each, inside, moment, optional_text, text

_NOTIFIED = re.compile(r"Notified (?P<who>.+) by (?P<how>[^.]+?)\.?", re.DOTALL)
_TIMEOUT = "timeout"
_LONGEST_CHANNEL = 40


@dataclass(slots=True)
class Story:
    """Each list by time; a resolution says whether a person resolved it."""

    acknowledgements: list[Acknowledgement] = field(default_factory=list)
    interruptions: list[Interruption] = field(default_factory=list)
    resolutions: list[tuple[datetime, bool]] = field(default_factory=list)
    ack_timeouts: int = 0


def story(incident: Node, roster: Roster, directory: Directory) -> Story:
    """What the incident's `log_entries` tell; an entry of a kind that no figure needs tells nothing."""
    told = Story()

    def take(entry: Node) -> None:
        match str(entry.get("type")).removesuffix("_reference"):
            case "acknowledge_log_entry":
                told.acknowledgements.append(_acknowledgement(entry, roster))
            case "unacknowledge_log_entry":
                told.ack_timeouts += _channel(entry) == _TIMEOUT or not is_person(entry)
            case "notify_log_entry":
                told.interruptions.append(_interruption(entry, roster, directory))
            case "resolve_log_entry":
                told.resolutions.append((moment(entry, "created_at"), is_person(entry)))

    each(incident, "log_entries", take)
    told.acknowledgements.sort(key=lambda one: (one.at, one.account_id or 0))
    told.interruptions.sort(key=lambda one: (one.at, one.account_id or 0, one.channel))
    told.resolutions.sort()
    return told


def is_person(entry: Node) -> bool:
    """Whether somebody did it: services, integrations and workflows are no people, and no timeout is."""
    agent = entry.get("agent")
    kind = agent.get("type") if isinstance(agent, dict) else None
    return kind in ("user_reference", "user") and _channel(entry) != _TIMEOUT


def _acknowledgement(entry: Node, roster: Roster) -> Acknowledgement:
    by_person = is_person(entry)
    account = inside(entry, "agent", roster.id_of) if by_person else None
    return Acknowledgement(moment(entry, "created_at"), account, is_human=by_person)


def _interruption(entry: Node, roster: Roster, directory: Directory) -> Interruption:
    """Whom and how: as fields where PagerDuty fills them, else as its sentence says it."""
    said = _NOTIFIED.fullmatch(optional_text(entry, "summary") or "")
    return Interruption(
        moment(entry, "created_at"),
        _called(entry, said["who"] if said else "", roster, directory),
        _means(entry) or (_word(said["how"]) if said else ""),
    )


def _called(entry: Node, who: str, roster: Roster, directory: Directory) -> int | None:
    if entry.get("user") is not None:
        return roster.at(entry, "user")
    id_ = directory.ids.get(who)
    return roster.id_of({"id": id_, "summary": who}) if id_ else None


def _means(entry: Node) -> str:
    """The channel of the notification itself, such as `push_notification`."""
    channel = entry.get("channel")
    notification = channel.get("notification") if isinstance(channel, dict) else None
    if not isinstance(notification, dict) or not isinstance(notification.get("type"), str):
        return ""
    return _word(text(notification, "type").removesuffix("_notification"))


def _word(how: str) -> str:
    """`push notification` and `SMS` as push and sms."""
    return how.lower().removesuffix(" notification").replace("e-mail", "email")[:_LONGEST_CHANNEL]


def _channel(entry: Node) -> object:
    channel = entry.get("channel")
    return channel.get("type") if isinstance(channel, dict) else None
