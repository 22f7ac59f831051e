"""Who of Harbour is on call: each team takes turns, a week each, from Monday morning on its own clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.demo.organisation import CREWS, DOMAIN, Crew
from domain.ids import identify
from domain.records import Account, Shift, Source

SOURCE = Source(
    key="pagerduty",
    provider="pagerduty",
    base_url="https://harbour.pagerduty.example",
    name="Harbour's PagerDuty (simulated)",
)
HANDOVER = time(10)
WEEK = timedelta(weeks=1)


def account(login: str, name: str) -> Account:
    """Somebody's account with the pager: there people are known by their address."""
    return Account(
        id=account_id(login),
        source=SOURCE.key,
        external_id=f"P_{login}",
        login=f"{login.replace('-', '.')}@{DOMAIN}",
        name=name,
        email=f"{login.replace('-', '.')}@{DOMAIN}",
    )


def account_id(login: str) -> int:
    return identify(SOURCE.key, "account", f"P_{login}")


def schedule(crew: Crew) -> str:
    return f"{crew.name} on call"


def on_duty(crew: Crew, at: datetime) -> str:
    """The login of whoever has the week in which a moment lies."""
    return _turn(crew, _week(crew, at))


def shifts(began_on: date, until: datetime) -> Iterator[Shift]:
    """Every team's turns from the beginning on, and the one that comes next, as a schedule shows them."""
    for crew in CREWS:
        week = _week(crew, datetime.combine(began_on, HANDOVER, UTC))
        while _handover(crew, week) <= until + WEEK:
            yield _shift(crew, week)
            week += WEEK


def _shift(crew: Crew, week: date) -> Shift:
    who, began_at = account_id(_turn(crew, week)), _handover(crew, week)
    return Shift(
        id=identify(SOURCE.key, "shift", schedule(crew), str(who), began_at.isoformat()),
        source=SOURCE.key,
        schedule=schedule(crew),
        account_id=who,
        began_at=began_at,
        ended_at=_handover(crew, week + WEEK),
    )


def _week(crew: Crew, at: datetime) -> date:
    """The Monday on which the week began that a moment lies in: before the handover it is the last one's."""
    local = at.astimezone(ZoneInfo(crew.zone))
    monday = local.date() - timedelta(days=local.weekday())
    return monday if _handover(crew, monday) <= at else monday - WEEK


def _handover(crew: Crew, monday: date) -> datetime:
    return datetime.combine(monday, HANDOVER, ZoneInfo(crew.zone)).astimezone(UTC)


def _turn(crew: Crew, week: date) -> str:
    login, _ = crew.people[week.toordinal() // 7 % len(crew.people)]
    return login
