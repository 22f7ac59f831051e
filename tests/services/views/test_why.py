"""Why a figure changed, asked for in words and answered from the store, against sums taken here."""

from statistics import fmean, median
from typing import cast

import pytest

from domain.errors import Forbidden, Unknown
from domain.people import Asker
from domain.question import By
from domain.records import AccountKind, PullRequest, Repository
from domain.views.why import Line, WhyView
from services.grammar import Ask, Verb
from storage.store import Store
from tests.builders import account
from tests.services.asking import API, ASKER, WEB, answers, fill, merged

HOUR = 3600
NOW_HOURS = {API: [40, 50, 60, 70, 80, 90], WEB: [10, 12, 30, 32]}
THEN_HOURS = {API: [20, 22, 24, 26], WEB: [10, 12, 14, 16, 18]}


def story() -> list[PullRequest]:
    """The API slowed down between two months, the web less so, which merged less, too."""
    made: list[PullRequest] = []
    for hours_of, days_ago in ((NOW_HOURS, 5.0), (THEN_HOURS, 40.0)):
        for repository, spans in hours_of.items():
            for hours in spans:
                made.append(merged(len(made) + 1, days_ago, hours, repository=repository))
    return made


def see(store: Store, text: str, asker: Asker = ASKER) -> WhyView:
    asking = answers(store)
    verb = asking.parse(text, asker)
    assert isinstance(verb, Verb)
    return cast("WhyView", asking.view(verb, asker))


def line(view: WhyView, by: By) -> Line:
    (found,) = (each for each in view.lines if each.by is by)
    return found


def everything(hours: dict[Repository, list[int]]) -> list[int]:
    return [each for spans in hours.values() for each in spans]


def test_the_repository_that_slowed_down_moved_the_median(store: Store) -> None:
    fill(store, *story())
    repositories = line(see(store, "why did cycle-time @org change 30d"), By.REPOSITORY)
    base = median(everything(THEN_HOURS))
    only_api = median([*NOW_HOURS[API], *THEN_HOURS[WEB]]) - base
    only_web = median([*THEN_HOURS[API], *NOW_HOURS[WEB]]) - base
    assert {each.name: each.effect / HOUR for each in repositories.drivers} == {
        "acme/api": only_api, "acme/web": only_web,
    }  # fmt: skip
    assert repositories.of / HOUR == median(everything(NOW_HOURS)) - base
    assert repositories.explained == repositories.of, "both together are all there is"
    api = repositories.drivers[0]
    assert (api.now.n, api.before.n, api.now.value, api.before.value) == (6, 4, 65 * HOUR, 23 * HOUR)


def test_every_driver_names_the_question_that_shows_it(store: Store) -> None:
    fill(store, *story())
    view, asking = see(store, "why cycle-time @org 30d"), answers(store)
    for driver in (each for found in view.lines for each in found.drivers):
        shown = asking.parse(driver.asked, ASKER)
        assert isinstance(shown, Ask)
        result = asking.answer(shown.question, ASKER)
        rows = {each.label: each.summary for each in result.breakdown}
        summary = rows.get(driver.name, result.summary)
        assert (summary.n, summary.value) == (driver.now.n, driver.now.value)


def test_phases_explain_what_the_mean_moved(store: Store) -> None:
    fill(store, *story())
    phases = line(see(store, "why cycle-time @org 30d"), By.PHASE)
    moved = (fmean(everything(NOW_HOURS)) - fmean(everything(THEN_HOURS))) * HOUR
    assert phases.of == pytest.approx(moved)
    assert phases.explained == pytest.approx(moved)
    assert {each.name: each.effect for each in phases.drivers} == pytest.approx(
        {"pickup": moved / 2, "merge": moved / 2}
    ), "each was reviewed and approved half-way"


def test_a_rate_is_moved_by_what_each_repository_adds(store: Store) -> None:
    fill(store, *story())
    found = line(see(store, "why throughput @org 30d"), By.REPOSITORY)
    weeks = 30 / 7
    assert {each.name: each.effect for each in found.drivers} == pytest.approx(
        {"acme/api": 2 / weeks, "acme/web": -1 / weeks}
    )
    assert found.of == pytest.approx(1 / weeks)


def test_a_share_is_moved_by_figures_and_by_parts(store: Store) -> None:
    unreviewed = [merged(100 + number, 5, reviews=()) for number in range(3)]
    fill(store, *story(), *unreviewed)
    view = see(store, "why merged-without-review @org 30d")
    found = line(view, By.REPOSITORY)
    assert found.of == pytest.approx(3 / 13)
    api = next(each for each in found.drivers if each.name == "acme/api")
    within = (9 / 13 + 4 / 9) / 2 * (3 / 9)
    mix = (9 / 13 - 4 / 9) * (3 / 9 / 2 - 3 / 13 / 2)
    assert (api.within, api.mix) == pytest.approx((within, mix))
    assert found.explained == pytest.approx(found.of)


def test_it_is_compared_with_the_window_that_is_named(store: Store) -> None:
    fill(store, *story())
    view = see(store, "why cycle-time @org 2026-11-01..2026-11-24 vs 2026-10-01..2026-10-31")
    assert view.result.previous.n == 9
    assert line(view, By.REPOSITORY).groups == 2


def test_one_repository_is_not_told_apart_from_itself(store: Store) -> None:
    fill(store, *story(), *(merged(200 + number, 40, 20) for number in range(2)))
    view = see(store, "why cycle-time payments 30d")
    assert [each.by for each in view.lines] == [By.PHASE]


def test_of_too_few_nothing_is_taken_apart(store: Store) -> None:
    fill(store, *story()[:4], *story()[10:])
    view = see(store, "why cycle-time @org 30d")
    assert view.result.summary.n == 4
    assert view.lines == ()


def test_what_did_not_change_has_no_reason(store: Store) -> None:
    fill(store, *(merged(number, 5 if number < 6 else 40, 20) for number in range(12)))
    view = see(store, "why cycle-time @org 30d")
    assert view.result.summary.value == view.result.previous.value
    assert view.lines == ()


def test_a_state_is_compared_with_how_it_was(store: Store) -> None:
    still = [merged(300 + n, 0, merged_at=None, created_at=merged(1, 3).created_at) for n in range(7)]
    old = [merged(400 + n, 20, hours=24 * 20, repository=WEB) for n in range(6)]
    fill(store, *still, *old)
    view = see(store, "why open-prs @org 30d")
    found = line(view, By.REPOSITORY)
    assert {each.name: each.effect for each in found.drivers} == {"acme/api": 7, "acme/web": -6}
    assert (found.of, view.result.summary.n, view.result.previous.n) == (1, 7, 6)


def test_where_only_people_count_there_are_no_classes_to_tell_apart(store: Store) -> None:
    bot = account("robo", kind=AccountKind.BOT)
    fill(store, *story(), *(merged(500 + number, 5, author=bot) for number in range(6)))
    lines = see(store, "why cycle-time @org 30d").lines
    assert [each.by for each in lines] == [By.REPOSITORY, By.PHASE]


def test_the_command_that_asks_again_asks_why(store: Store) -> None:
    fill(store, *story())
    view = see(store, "why did cycle time change @org 30d")
    assert view.question.text == "why cycle-time everyone 2026-10-26..2026-11-24"
    assert see(store, view.question.text).lines == view.lines


@pytest.mark.parametrize("text", ["why", "why dora", "why did it change"])
def test_without_a_metric_it_asks_which(store: Store, text: str) -> None:
    fill(store)
    with pytest.raises(Unknown):
        see(store, text)


def test_somebody_elses_figure_is_theirs(store: Store) -> None:
    fill(store, *story())
    mine = answers(store).parse("why cycle-time me 30d", ASKER)
    assert isinstance(mine, Verb)
    with pytest.raises(Forbidden):
        answers(store).view(mine, Asker(slack_user="U2"))
