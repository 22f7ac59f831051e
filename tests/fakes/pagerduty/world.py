"""What the fake PagerDuty knows, in the shapes that its API tells, to be changed while it is read."""

from datetime import UTC, datetime, timedelta
from typing import Any

Thing = dict[str, Any]

PAGES = "https://acme.pagerduty.com"
_SITE = {"type": "website"}


def stamp(at: datetime) -> str:
    """A time as PagerDuty writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def reference(thing: Thing, kind: str) -> Thing:
    """How other things speak of one."""
    return {
        "id": thing["id"],
        "type": f"{kind}_reference",
        "summary": thing.get("name") or thing.get("summary"),
        "self": f"https://api.pagerduty.com/{kind}s/{thing['id']}",
        "html_url": f"{PAGES}/{kind}s/{thing['id']}",
    }


class World:
    """Users, services, schedules, incidents with their logs; each `add_...` gives the thing itself."""

    def __init__(self) -> None:
        self.users: dict[str, Thing] = {}
        self.services: dict[str, Thing] = {}
        self.schedules: dict[str, Thing] = {}
        self.incidents: list[Thing] = []
        self.log: list[Thing] = []
        self.on_calls: list[Thing] = []
        self._serial = 0

    def add_user(self, login: str) -> Thing:
        """Everybody's address is at example.com."""
        if login not in self.users:
            self.users[login] = {
                "id": self._new("PU"), "type": "user", "name": login.title(), "summary": login.title(),
                "email": f"{login}@example.com", "time_zone": "Europe/Berlin", "role": "user",
            }  # fmt: skip
        return self.users[login]

    def add_service(self, name: str) -> Thing:
        if name not in self.services:
            service = {"id": self._new("PS"), "type": "service", "name": name, "summary": name}
            self.services[name] = service
        return self.services[name]

    def add_schedule(self, name: str) -> Thing:
        if name not in self.schedules:
            schedule = {"id": self._new("PC"), "type": "schedule", "name": name, "summary": name}
            self.schedules[name] = schedule
        return self.schedules[name]

    def add_incident(self, title: str, at: datetime, service: str = "Checkout", **fields: object) -> Thing:
        """Triggered by a tool, and nobody has seen it."""
        home = self.add_service(service)
        incident: Thing = {
            "id": self._new("Q"), "type": "incident", "incident_number": len(self.incidents) + 1,
            "title": title, "summary": f"[#{len(self.incidents) + 1}] {title}", "status": "triggered",
            "urgency": "high", "priority": None, "created_at": stamp(at), "last_status_change_at": stamp(at),
            "last_status_change_by": reference(home, "service"), "service": reference(home, "service"),
            "acknowledgements": [], "assignments": [], "teams": [], "resolved_at": None, **fields,
        }  # fmt: skip
        incident["html_url"] = f"{PAGES}/incidents/{incident['id']}"
        self.incidents.append(incident)
        self.entry(incident, "trigger", at, reference(home, "service"), {"type": "api"})
        return incident

    def acknowledge(self, incident: Thing, at: datetime, by: str | None) -> None:
        """By a user or, with None, by the tool that triggered it."""
        self._status(incident, "acknowledged", at, by)
        self.entry(incident, "acknowledge", at, self._agent(incident, by), _SITE if by else {"type": "api"})

    def time_out(self, incident: Thing, at: datetime) -> None:
        """Its acknowledgement ran out."""
        self._status(incident, "triggered", at, None)
        self.entry(incident, "unacknowledge", at, self._agent(incident, None), {"type": "timeout"})

    def resolve(self, incident: Thing, at: datetime, by: str | None) -> None:
        self._status(incident, "resolved", at, by)
        incident["resolved_at"] = stamp(at)
        self.entry(incident, "resolve", at, self._agent(incident, by), _SITE if by else {"type": "api"})

    def reopen(self, incident: Thing, at: datetime, by: str) -> None:
        self._status(incident, "triggered", at, by)
        incident["resolved_at"] = None
        self.entry(incident, "reopen", at, self._agent(incident, by), _SITE)

    def merge(self, incident: Thing, into: Thing, at: datetime, by: str) -> None:
        self.resolve(incident, at, by)
        reason = {"type": "merge_resolve_reason", "incident": reference(into, "incident")}
        incident["resolve_reason"] = reason

    def notify(self, incident: Thing, at: datetime, whom: str, how: str = "push") -> Thing:
        """Called by push, phone, sms or email."""
        user = self.add_user(whom)
        said = {"push": "push notification", "sms": "SMS"}.get(how, how)
        channel = {"type": "auto", "notification": {"type": f"{how}_notification", "status": "success"}}
        entry = self.entry(incident, "notify", at, None, channel)
        entry |= {"user": reference(user, "user"), "summary": f"Notified {user['name']} by {said}."}
        return entry

    def note(self, incident: Thing, at: datetime, by: str) -> None:
        self.entry(incident, "annotate", at, self._agent(incident, by), {"type": "note"})

    def entry(self, incident: Thing, kind: str, at: datetime, agent: Thing | None, channel: Thing) -> Thing:
        entry: Thing = {
            "id": self._new("R"), "type": f"{kind}_log_entry", "summary": kind.title(),
            "created_at": stamp(at), "channel": channel, "incident": reference(incident, "incident"),
            "service": incident["service"], "teams": [], **({"agent": agent} if agent else {}),
        }  # fmt: skip
        self.log.append(entry)
        return entry

    def add_shift(
        self, who: str, began_at: datetime, ended_at: datetime, schedule: str = "Primary", level: int = 1
    ) -> Thing:
        home, user = self.add_schedule(schedule), self.add_user(who)
        shift: Thing = {
            "escalation_policy": {"id": "PEP1", "type": "escalation_policy_reference", "summary": "Default"},
            "escalation_level": level, "schedule": {**home}, "user": {**user},
            "start": stamp(began_at), "end": stamp(ended_at),
        }  # fmt: skip
        self.on_calls.append(shift)
        return shift

    def grow(self, n: int, since: datetime, until: datetime) -> None:
        """That many incidents over the time, each with a call, an answer and an end: six entries each."""
        for index in range(n):
            at = since + (until - since) * index / n
            incident = self.add_incident(f"Trouble {index + 1}", at, f"Service {index % 3}")
            self.notify(incident, at + timedelta(seconds=5), ("ada", "grace")[index % 2])
            self.acknowledge(incident, at + timedelta(minutes=3), ("ada", "grace")[index % 2])
            self.note(incident, at + timedelta(minutes=9), "ada")
            self.note(incident, at + timedelta(minutes=12), "grace")
            self.resolve(incident, at + timedelta(minutes=30), "ada" if index % 5 else None)

    def rotate(self, weeks: int, until: datetime) -> None:
        """A shift a week, ended by `until`, in turn."""
        for week in range(weeks):
            began_at = until - timedelta(weeks=week + 1)
            self.add_shift(("ada", "grace")[week % 2], began_at, began_at + timedelta(weeks=1))

    def _status(self, incident: Thing, status: str, at: datetime, by: str | None) -> None:
        incident |= {
            "status": status,
            "last_status_change_at": stamp(at),
            "last_status_change_by": self._agent(incident, by),
        }

    def _agent(self, incident: Thing, by: str | None) -> Thing:
        return reference(self.add_user(by), "user") if by else dict(incident["service"])

    def _new(self, kind: str) -> str:
        self._serial += 1
        return f"{kind}{self._serial:06}"
