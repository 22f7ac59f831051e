"""Whose work a figure is made of: teams by repository and day, people by account, windows by the second."""

from datetime import UTC, date, datetime, timedelta
from statistics import median, quantiles

import pytest

from domain.errors import Forbidden
from domain.people import Asker, Team, WorkingHours
from domain.records import AccountKind, PullRequest
from domain.result import Result
from services.facts import Facts
from services.teams import Teams
from storage.store import Store
from tests.builders import account, at, commit, member, person, pull_request, repository, review, source, team
from tests.services.asking import ANA, API, ASKER, BOB, BOT, HOURS, NOW, WEB, answers, clock, fill, merged

HOUR = 3600
EVERYBODY = Asker()


def asked(text: str, store: Store, asker: Asker = EVERYBODY) -> Result:
    return answers(store).ask(text, asker, with_ids=True)


def numbers(result: Result, store: Store, asker: Asker = EVERYBODY) -> list[int]:
    """The numbers of the items behind a figure, the heaviest first."""
    page = answers(store).receipts(result.question, asker, size=1000)
    assert [receipt.id for receipt in page.receipts] == list(result.ids)
    return [int(receipt.name.rpartition("#")[2]) for receipt in page.receipts]


def add(store: Store, *teams: Team) -> None:
    with store.write() as shelves:
        for each in teams:
            shelves.teams.save(each)


def instant(number: int, merged_at: datetime, hours: float = 2) -> PullRequest:
    return merged(number, (NOW - merged_at) / timedelta(days=1), hours)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ct everyone", [3, 2, 1]),
        ("ct repo:acme/api", [1]),
        ("ct repo:acme/api repo:acme/web", [3, 2, 1]),
        ("ct payments", [1]),
        ("ct payments repo:acme/web", []),
        ("ct team:web", [3]),
        ("ct team:web repo:acme/web", [3]),
        ("ct team:web repo:acme/api", []),
    ],
    ids=["everyone", "a repository", "two repositories add up", "a team by its repository",
         "a team elsewhere", "a team by its members", "members in a repository", "members elsewhere"],
)  # fmt: skip
def test_scope_and_repositories_narrow_each_other(text: str, found: list[int], store: Store) -> None:
    fill(
        store,
        merged(1, 1, 10),
        merged(2, 2, 20, repository=WEB),
        merged(3, 3, 30, repository=WEB, author=BOB, reviews=()),
    )
    assert numbers(asked(text, store), store) == found


@pytest.mark.parametrize(
    ("merged_at", "counts"),
    [
        ("2026-10-25 23:00:00", True),
        ("2026-10-25 22:59:59", False),
        ("2026-11-24 14:59:59", True),
    ],
    ids=["the first second", "a second before", "just now"],
)
def test_a_window_begins_at_the_team_s_midnight(merged_at: str, counts: bool, store: Store) -> None:  # noqa: FBT001 - a case's outcome
    """Thirty days before Wednesday in Berlin begin on 26 October, a day after the clocks went back."""
    fill(store, instant(1, at(merged_at)))
    assert asked("ct payments 30d", store).summary.n == counts


@pytest.mark.parametrize(
    ("merged_at", "day"),
    [
        ("2026-10-24 21:59:59", "2026-10-24"),
        ("2026-10-24 22:00:00", "2026-10-25"),
        ("2026-10-25 22:59:59", "2026-10-25"),
        ("2026-10-25 23:00:00", "2026-10-26"),
    ],
    ids=["before it", "its first second", "its twenty-fifth hour", "after it"],
)
def test_a_day_of_25_hours_has_what_was_merged_in_25_hours(merged_at: str, day: str, store: Store) -> None:
    fill(store, instant(1, at(merged_at)))
    for each in ("2026-10-24", "2026-10-25", "2026-10-26"):
        assert asked(f"ct payments {each}", store).summary.n == (each == day)


def test_every_item_is_in_one_of_two_windows_that_touch(store: Store) -> None:
    fill(store, *(instant(n, NOW - timedelta(hours=5 * n)) for n in range(1, 200)))
    parts = [
        asked(f"ct payments {window}", store).summary.n
        for window in ("2026-10-10..2026-11-09", "2026-11-10..2026-11-24")
    ]
    assert sum(parts) == asked("ct payments 2026-10-10..2026-11-24", store).summary.n == 199


def test_the_trend_s_samples_add_up_to_the_answer_s(store: Store) -> None:
    fill(store, *(instant(n, NOW - timedelta(hours=7 * n)) for n in range(1, 100)))
    result = asked("ct payments", store)
    assert sum(point.n for point in result.trend) == result.summary.n == 99
    assert sum(part.summary.n for part in result.breakdown) == 99
    assert result.trend[0].window.first == result.question.window.first
    assert result.trend[-1].window.end == result.question.window.end


@pytest.mark.parametrize(
    ("began_on", "ended_on", "found"),
    [
        (None, None, [3, 2, 1]),
        ("2026-11-22", None, [2, 1]),
        (None, "2026-11-22", [3]),
        ("2026-11-22", "2026-11-23", [2]),
        ("2026-11-25", None, []),
    ],
    ids=["always", "joined", "left", "one day", "from tomorrow on"],
)
def test_a_member_s_work_is_the_team_s_on_their_days(
    began_on: str | None, ended_on: str | None, found: list[int], store: Store
) -> None:
    """Merged on the 23rd, 22nd and 21st at 15:00 in London."""
    fill(store, *(merged(n, days_ago=n, hours=n, author=BOB, reviews=()) for n in (1, 2, 3)))
    add(store, team("crew", members=(member("bob", began_on, ended_on),)))
    assert numbers(asked("ct team:crew", store), store) == found


def test_the_days_of_a_membership_are_the_team_s(store: Store) -> None:
    """Merged at 23:30 in London on the 22nd, it is the 23rd in Tokyo."""
    fill(store, merged(1, 1 + 15.5 / 24, hours=1, author=BOB, reviews=()))
    for slug, zone in (("early", "Asia/Tokyo"), ("late", "Europe/London")):
        add(store, team(slug, members=(member("bob", "2026-11-23"),), hours=WorkingHours(zone)))
    assert asked("ct team:early", store).summary.n == 1
    assert asked("ct team:late", store).summary.n == 0


def test_who_leaves_today_takes_nothing_along(store: Store) -> None:
    fill(store, *(merged(n, days_ago=n, author=BOB, reviews=()) for n in (1, 2)))
    teams = Teams(store, clock)
    teams.save({"name": "Crew", "members": ["ana", "bob"], "zone": "UTC"})
    assert asked("ct team:crew", store).summary.n == 2
    teams.save({"slug": "crew", "members": ["ana"]})
    assert asked("ct team:crew", store).summary.n == 2
    assert teams.all()[0].members[1].ended_on == date(2026, 11, 24)
    teams.undo("crew")
    assert teams.all()[0].members[1].ended_on is None


def test_a_pull_request_can_be_two_teams_work_but_is_one_of_everyone_s(store: Store) -> None:
    fill(store, merged(1, 1))
    add(store, team("twin", repositories=("acme/*",)))
    assert [asked(f"ct {whose}", store).summary.n for whose in ("payments", "twin", "everyone")] == [1, 1, 1]


def test_one_s_own_work_is_that_of_all_one_s_accounts(store: Store) -> None:
    """Ana is ana at GitHub and alima at GitLab; bob's is not hers."""
    there = source("gitlab")
    other = account("alima", source="gitlab")
    repo = repository("acme/tools", source="gitlab")
    fill(store, merged(1, 1, 10), merged(2, 2, 20, author=BOB, reviews=()))
    with store.write() as shelves:
        shelves.sources.save(there)
        shelves.repositories.save([repo])
        shelves.people.save_accounts([other])
        shelves.people.link(other.id, ASKER.person_id or 0)
        third = pull_request(
            3,
            source="gitlab",
            repository=repo,
            author=other,
            merged_at=NOW,
            created_at=NOW - timedelta(hours=30),
        )
        shelves.pull_requests.save([third], Facts(store, clock, HOURS).of([third], shelves))
    both = Asker("U1", "C1", ASKER.person_id, (ANA.id, other.id), "Europe/Berlin")
    assert numbers(asked("ct me", store, both), store, both) == [3, 1]
    assert numbers(asked("ct me", store, ASKER), store, ASKER) == [1]


@pytest.mark.parametrize(
    "asker",
    [
        Asker("U1", person_id=None, account_ids=(ANA.id,)),
        Asker("U1", person_id=person("ana").id, account_ids=()),
        Asker("U2", person_id=person("bob").id, account_ids=(ANA.id,)),
    ],
    ids=["nobody known", "no longer linked", "somebody else with the account"],
)
def test_a_kept_question_about_a_person_is_for_that_person_only(asker: Asker, store: Store) -> None:
    fill(store, merged(1, 1))
    question = asked("ct me", store, ASKER).question
    with pytest.raises(Forbidden, match="teams, not people"):
        answers(store).answer(question, asker)


def test_bots_and_reverts_are_left_out_and_counted(store: Store) -> None:
    plain = merged(1, 3, 10)
    revert = merged(2, 2, 1, title=f'Revert "{plain.title}"', head_branch="revert-1-change-1")
    fill(store, plain, revert, merged(3, 1, 5, author=BOT), merged(4, 1, 6, author=BOT))
    result = asked("ct payments", store)
    assert result.summary.n == 1
    counted = {each.reason: each.n for each in result.excluded}
    assert sorted(counted.values()) == [1, 2]
    assert any("bot" in reason for reason in counted)
    assert any("revert" in reason for reason in counted)


def test_an_account_that_turns_out_to_be_a_bot_is_left_out_from_then_on(store: Store) -> None:
    fill(store, merged(1, 1), merged(2, 2))
    facts = Facts(store, clock, HOURS)
    with store.write() as shelves:
        shelves.people.set_kind(ANA.id, AccountKind.BOT)
    facts.recompute()
    result = asked("ct payments", store)
    assert result.is_empty
    assert [each.n for each in result.excluded] == [2]


@pytest.mark.parametrize(("word", "percentile"), [("p50", 50), ("p75", 75), ("p90", 90)], ids=str)
def test_percentiles_are_those_of_a_textbook(word: str, percentile: int, store: Store) -> None:
    hours = [((n * 37) % 101) + 1 for n in range(1, 26)]
    fill(store, *(merged(n, n, spent) for n, spent in enumerate(hours, start=1)))
    result = asked(f"ct payments {word}", store)
    expected = quantiles([spent * HOUR for spent in hours], n=100, method="inclusive")[percentile - 1]
    assert result.summary.value == pytest.approx(expected)
    assert result.summary.p50 == median(spent * HOUR for spent in hours)
    assert result.summary.low is not None
    assert result.summary.high is not None
    assert result.summary.low <= expected <= result.summary.high


def test_the_other_clock_counts_working_hours_only(store: Store) -> None:
    """Friday 15 to 18 and Monday 8 to 10 in London: Ana works in Berlin's hours, Bob in London's."""
    opened = datetime(2026, 11, 20, 15, tzinfo=UTC)
    done = opened + timedelta(hours=67)
    pr = pull_request(
        1, repository=API, author=ANA, created_at=opened, merged_at=done,
        commits=(commit("c", opened),), reviews=(review("r", BOB, done),),
    )  # fmt: skip
    fill(store, pr)
    assert asked("ct payments", store).summary.value == 67 * HOUR
    assert asked("ct payments working", store).summary.value == 5 * HOUR


def test_below_five_nothing_is_compared(store: Store) -> None:
    recent = [merged(n, n, 10) for n in range(1, 6)]
    before = [merged(10 + n, 30 + n, 20) for n in range(1, 6)]
    fill(store, *recent, *before)
    assert asked("ct payments", store).change == pytest.approx(-0.5)
    fewer = asked("ct payments 4d", store)
    assert fewer.is_few
    assert (fewer.summary.n, fewer.change) == (3, None)
