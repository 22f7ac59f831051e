"""Every view in every state, by name: what the goldens and the conformance suite run over."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.errors import Ambiguous, Choice, Field, Forbidden, Misconfigured, Rejected, Retryable, Unknown
from domain.question import By, TimeBase
from domain.result import TOO_FEW, Coverage, Receipt, Result, Slice
from domain.window import Window
from render.message import Message, View
from render.picture import Picture
from render.slack.answer import answer
from render.slack.catalogue import explain, listing
from render.slack.errors import crash, failure, no_team
from render.slack.health import check, health
from render.slack.help import help_message
from render.slack.home import home
from render.slack.link import link_confirm, linked, not_linked
from render.slack.note import note, snippet
from render.slack.overview import overview
from render.slack.receipts import modal
from render.slack.teams import team_modal, teams
from render.slack.views.dora import dora
from render.slack.views.flaky import flaky
from render.slack.views.flow import flow
from render.slack.views.incidents import incidents
from render.slack.views.oncall import oncall
from render.slack.views.open_pull_requests import open_pull_requests
from render.slack.views.pipelines import pipelines
from render.slack.views.pull_request import pull_request
from render.slack.views.sprint import sprint
from render.slack.views.why import why
from render.slack.waiting import loading, notice, working
from render.slack.window import window_modal
from tests.render import building, flows, keys, people, pulls, reasons, results, sprints
from tests.render import incidents as trouble
from tests.render.poison import Poison, untouched

Drawn = Message | View
PICTURE = Picture("Payments' median cycle time is 1 d 4 h.", url="https://leadline.example/p/abc.png")
FILE = Picture("Payments' median cycle time is 1 d 4 h.", file_id="F012AB3CD")
EXAMPLES = (
    Choice("Cycle time of Payments, the last 30 days", "cycle-time payments 30d"),
    Choice("The same, by repository", "cycle-time payments by repo"),
    Choice("Everyone, last quarter", "cycle-time @org last quarter"),
    Choice("Nine out of ten, in working hours", "cycle-time platform p90 working"),
    Choice("Your own", "cycle-time me 90d"),
    Choice("How it is computed", "explain cycle-time"),
)


@dataclass(frozen=True)
class Page:
    """Receipts as the service hands them over."""

    receipts: tuple[Receipt, ...]
    page: int
    pages: int
    total: int


def page(number: int = 0, total: int = 23, poison: Poison = untouched) -> Page:
    pages = max(1, -(-total // 10))
    numbers = range(number * 10 + 1, min(total, number * 10 + 10) + 1)
    return Page(tuple(poison(results.receipt(each)) for each in numbers), number, pages, total)


def stale() -> Result:
    behind = replace(
        results.result().coverage, stale=True, failing="GitHub hasn't answered since 14:02.", synced=11
    )
    return replace(results.result(), coverage=behind)


def never_synced() -> Result:
    return replace(results.empty(), coverage=Coverage(0, 12, None), last_item_at=None)


def by_repository() -> Result:
    asked = replace(
        results.question(), by=By.REPOSITORY, text="cycle-time team:payments 2026-10-26..2026-11-24 by repo"
    )
    return replace(results.result(), question=asked, breakdown=results.repositories())


def by_phase() -> Result:
    asked = replace(results.question(), by=By.PHASE, text=f"{results.question().text} by phase")
    rows = tuple(Slice(phase.slug, results.summary(phase.n, phase.median)) for phase in results.PHASES)
    return replace(results.result(), question=asked, breakdown=rows)


def working_p90() -> Result:
    asked = replace(results.question(), percentile=90, time_base=TimeBase.WORKING)
    return replace(results.result(), question=asked, summary=results.summary(23, 61 * results.HOUR))


def quarter() -> Result:
    """Thirteen weeks, so that the chart and the sparkline are long."""
    span = Window(date(2026, 8, 26), date(2026, 11, 25))
    weeks = [30.0, 28.5, 31.0, 26.0, 24.0, 27.5, 22.0, 25.0, 21.0, 24.5, None, 33.0, 28.0, 19.0]
    points = results.trend(weeks, date(2026, 8, 24))
    asked = replace(results.question(), window=span, compared_to=span.previous())
    return replace(results.result(), question=asked, trend=points, change=-0.21)


def faster() -> Result:
    return replace(results.result(), summary=results.summary(40, 19 * results.HOUR), change=-0.2)


def one() -> Result:
    return replace(results.few(), summary=results.summary(1, 2 * results.HOUR), ids=(1,))


def nothing_before() -> Result:
    return replace(results.result(), previous=results.summary(0), change=None)


def few_before() -> Result:
    return replace(results.result(), previous=results.summary(TOO_FEW - 1, 9000.0), change=None)


def failures() -> dict[str, Callable[[Poison], Drawn]]:
    did_you_mean = Unknown(
        "I don't know “paymnts”.",
        suggestions=(Choice("Payments", "cycle-time payments"), Choice("Platform", "cycle-time platform")),
    )
    which = Ambiguous(
        "“web” is a team and a repository.",
        choices=(Choice("Team Web", "cycle-time team:web"), Choice("acme/web", "cycle-time repo:acme/web")),
    )
    broken = Misconfigured(
        "GitHub refuses the token.",
        hint="Run `leadline connect github` with a new one.",
        fields=(Field("github.token", "401", "a token with repo access"),),
    )
    return {
        "did-you-mean": lambda poison: failure(poison(did_you_mean)),
        "unknown-word": lambda poison: failure(poison(Unknown("I don't know “xyz”.", hint="Try `list`."))),
        "ambiguous": lambda poison: failure(poison(which)),
        "rejected-window": lambda poison: failure(poison(backwards())),
        "forbidden": lambda poison: failure(poison(Forbidden("Only Raj may see Raj's own figures."))),
        "retryable": lambda poison: failure(poison(Retryable("GitHub hasn't answered.", after=20.4))),
        "retryable-sometime": lambda poison: failure(poison(Retryable("GitHub hasn't answered."))),
        "misconfigured": lambda poison: failure(poison(broken)),
        "crash": lambda _: crash("7F3K"),
    }


def backwards() -> Rejected:
    return Rejected(
        "The window ends (2026-10-01) before it begins (2026-10-31).",
        hint="Give the earlier day first, like `2026-10-01..2026-10-31`.",
    )


def answers() -> dict[str, Callable[[Poison], Drawn]]:
    shown = tuple(results.receipt(number) for number in range(1, 4))
    return {
        "answer": lambda poison: answer(poison(results.result()), poison(PICTURE)),
        "answer-file": lambda poison: answer(poison(results.result()), poison(FILE)),
        "answer-sparkline": lambda poison: answer(poison(results.result()), offers_picture=True),
        "answer-shared": lambda poison: answer(poison(results.result()), poison(PICTURE), shared_by="U1"),
        "answer-empty": lambda poison: answer(poison(results.empty())),
        "answer-empty-year": lambda poison: answer(poison(results.empty(365))),
        "answer-few": lambda poison: answer(poison(results.few()), receipts=poison(shown)),
        "answer-one": lambda poison: answer(poison(one()), receipts=poison(shown[:1])),
        "answer-stale": lambda poison: answer(poison(stale()), poison(PICTURE)),
        "answer-never-synced": lambda poison: answer(poison(never_synced())),
        "answer-by-repository": lambda poison: answer(poison(by_repository()), poison(PICTURE)),
        "answer-by-phase": lambda poison: answer(poison(by_phase()), poison(PICTURE)),
        "answer-working-p90": lambda poison: answer(poison(working_p90())),
        "answer-quarter": lambda poison: answer(poison(quarter())),
        "answer-faster": lambda poison: answer(poison(faster())),
        "answer-nothing-before": lambda poison: answer(poison(nothing_before())),
        "answer-few-before": lambda poison: answer(poison(few_before())),
    }


def messages() -> dict[str, Callable[[Poison], Drawn]]:
    metrics = (results.CYCLE_TIME, replace(results.CYCLE_TIME, slug="pickup-time", title="Pickup time"))
    both = (results.result(), faster())
    return {
        "overview": lambda poison: overview(poison("Payments"), poison(both)),
        "overview-picture": lambda poison: overview(poison("Payments"), poison(both[:1]), poison(PICTURE)),
        "overview-empty": lambda poison: overview(poison("Payments"), poison((never_synced(),))),
        "listing": lambda poison: listing(poison(metrics)),
        "explain": lambda poison: explain(poison(results.CYCLE_TIME)),
        "explain-answer": lambda poison: explain(poison(results.CYCLE_TIME), poison(results.result())),
        "help": lambda poison: help_message(poison(EXAMPLES)),
        "health": lambda poison: health(poison(people.health())),
        "health-nothing": lambda poison: health(poison(replace(people.health(), sources=(), quality=()))),
        "check": lambda poison: check(poison((people.checked(), people.checked_well()))),
        "check-nothing": lambda _: check(()),
        "no-team": lambda poison: no_team(poison("payments"), poison(people.teams())),
        "no-team-at-all": lambda _: no_team("", ()),
        "teams": lambda poison: teams(poison(people.teams())),
        "teams-none": lambda _: teams(()),
        "link-confirm": lambda poison: link_confirm(
            poison(people.ANA_AT_GITHUB), source=poison("GitHub"), pull_requests=41
        ),
        "linked": lambda poison: linked(poison(people.ANA_AT_GITHUB)),
        "not-linked": lambda poison: not_linked(poison("ana")),
        "working": lambda _: working(),
        "note": lambda poison: note(poison("Saved."), undo="payments"),
        "snippet": lambda poison: snippet(poison("cycle-time.csv"), poison("a,b\r\n1,2\r\n") * 900),
    }


def views() -> dict[str, Callable[[Poison], Drawn]]:
    team = people.teams()[0]
    return {
        "receipts": lambda poison: modal(poison(results.result()), page(0, poison=poison)),
        "receipts-middle": lambda poison: modal(
            poison(results.result()), page(1, poison=poison), channel="C1"
        ),
        "receipts-last": lambda poison: modal(poison(results.result()), page(2, poison=poison)),
        "receipts-one": lambda poison: modal(poison(one()), page(0, 1, poison=poison)),
        "receipts-none": lambda poison: modal(poison(results.empty()), page(0, 0)),
        "window": lambda poison: window_modal(poison(results.question())),
        "window-own": lambda poison: window_modal(poison(ten_days()), channel="C1"),
        "team-new": lambda _: team_modal(channel="C1"),
        "team-change": lambda poison: team_modal(poison(team)),
        "team-refused": lambda poison: team_modal(poison(team), poison({"": "Somebody else changed it."})),
        "loading": lambda _: loading("Pull requests"),
        "notice": lambda poison: notice("Did not work", failure(poison(backwards()))),
        "home": lambda poison: home(poison(people.home())),
        "home-first-run": lambda poison: home(poison(people.first_run())),
        "home-quiet": lambda poison: home(poison(people.quiet())),
        "home-crowded": lambda poison: home(poison(people.crowded())),
        "home-broken": lambda poison: home(poison(people.broken())),
    }


def pull_requests() -> dict[str, Callable[[Poison], Drawn]]:
    behind = replace(pulls.stuck(), coverage=stale().coverage)
    return {
        "prs-stuck": lambda poison: open_pull_requests(poison(pulls.stuck())),
        "prs-stuck-stale": lambda poison: open_pull_requests(poison(behind)),
        "prs-none-stuck": lambda poison: open_pull_requests(poison(pulls.none_stuck())),
        "prs-open": lambda poison: open_pull_requests(poison(pulls.all_open(3))),
        "prs-crowded": lambda poison: open_pull_requests(poison(pulls.all_open(40))),
        "prs-none-open": lambda poison: open_pull_requests(poison(pulls.none_open())),
        "prs-unread": lambda poison: open_pull_requests(poison(pulls.unread())),
        "pr": lambda poison: pull_request(poison(pulls.merged()), poison(PICTURE)),
        "pr-open": lambda poison: pull_request(poison(pulls.waiting()), None),
        "pr-long": lambda poison: pull_request(poison(pulls.long_told()), None),
    }


def five_keys() -> dict[str, Callable[[Poison], Drawn]]:
    behind = replace(keys.dora(), coverage=stale().coverage)
    return {
        "dora": lambda poison: dora(poison(keys.dora()), poison(PICTURE)),
        "dora-text": lambda poison: dora(poison(keys.dora()), None),
        "dora-calm": lambda poison: dora(poison(keys.calm()), None),
        "dora-few": lambda poison: dora(poison(keys.few()), None),
        "dora-many": lambda poison: dora(poison(keys.many()), None),
        "dora-nothing": lambda poison: dora(poison(keys.nothing()), None),
        "dora-unread": lambda poison: dora(poison(keys.unread()), None),
        "dora-stale": lambda poison: dora(poison(behind), None),
    }


def incidents_and_oncall() -> dict[str, Callable[[Poison], Drawn]]:
    behind = replace(trouble.incidents(), coverage=stale().coverage)
    return {
        "incidents": lambda poison: incidents(poison(trouble.incidents()), poison(PICTURE)),
        "incidents-few": lambda poison: incidents(poison(trouble.few()), None),
        "incidents-none": lambda poison: incidents(poison(trouble.quiet()), None),
        "incidents-stale": lambda poison: incidents(poison(behind), None),
        "oncall": lambda poison: oncall(poison(trouble.oncall()), poison(PICTURE)),
        "oncall-two-people": lambda poison: oncall(poison(trouble.two_people()), None),
        "oncall-nobody-called": lambda poison: oncall(poison(trouble.nobody_called()), None),
        "oncall-nobody-there": lambda poison: oncall(poison(trouble.nobody_there()), None),
    }


def pipelines_and_flaky() -> dict[str, Callable[[Poison], Drawn]]:
    behind = replace(building.pipelines(), coverage=stale().coverage)
    return {
        "pipelines": lambda poison: pipelines(poison(building.pipelines()), poison(PICTURE)),
        "pipelines-text": lambda poison: pipelines(poison(building.pipelines()), None),
        "pipelines-many": lambda poison: pipelines(poison(building.many_workflows()), None),
        "pipelines-few": lambda poison: pipelines(poison(building.few_runs()), None),
        "pipelines-all-red": lambda poison: pipelines(poison(building.all_red()), None),
        "pipelines-none": lambda poison: pipelines(poison(building.no_runs()), None),
        "pipelines-stale": lambda poison: pipelines(poison(behind), None),
        "flaky": lambda poison: flaky(poison(building.flaky()), poison(PICTURE)),
        "flaky-text": lambda poison: flaky(poison(building.flaky()), None),
        "flaky-many": lambda poison: flaky(poison(building.many_flaky()), None),
        "flaky-one-job": lambda poison: flaky(poison(building.one_flaky_job()), None),
        "flaky-none": lambda poison: flaky(poison(building.none_flaky()), None),
        "flaky-nothing-ran": lambda poison: flaky(poison(building.nothing_ran()), None),
    }


def flows_of_issues() -> dict[str, Callable[[Poison], Drawn]]:
    behind = replace(flows.flow(), coverage=stale().coverage)
    return {
        "flow": lambda poison: flow(poison(flows.flow()), poison(PICTURE)),
        "flow-text": lambda poison: flow(poison(flows.flow()), None),
        "flow-waiting": lambda poison: flow(poison(flows.waiting()), None),
        "flow-begun": lambda poison: flow(poison(flows.begun()), None),
        "flow-canceled": lambda poison: flow(poison(flows.canceled()), None),
        "flow-undeployed": lambda poison: flow(poison(flows.undeployed()), None),
        "flow-reverted": lambda poison: flow(poison(flows.reverted()), None),
        "flow-crowded": lambda poison: flow(poison(flows.crowded()), None),
        "flow-backwards": lambda poison: flow(poison(flows.backwards()), None),
        "flow-stale": lambda poison: flow(poison(behind), None),
    }


def reasons_of_changes() -> dict[str, Callable[[Poison], Drawn]]:
    behind = replace(reasons.slower(), coverage=stale().coverage)
    return {
        "why": lambda poison: why(poison(reasons.slower()), None),
        "why-share": lambda poison: why(poison(reasons.failing()), None),
        "why-ratio": lambda poison: why(poison(reasons.diluted()), None),
        "why-few": lambda poison: why(poison(reasons.rare()), None),
        "why-empty": lambda poison: why(poison(reasons.nothing()), None),
        "why-stale": lambda poison: why(poison(behind), None),
    }


def sprints_of_boards() -> dict[str, Callable[[Poison], Drawn]]:
    behind = replace(sprints.view(), coverage=stale().coverage)
    return {
        "sprint": lambda poison: sprint(poison(sprints.view()), poison(PICTURE)),
        "sprint-text": lambda poison: sprint(poison(sprints.view()), None),
        "sprint-closed": lambda poison: sprint(poison(sprints.closed()), None),
        "sprint-in-issues": lambda poison: sprint(poison(sprints.in_issues()), None),
        "sprint-progress": lambda poison: sprint(poison(sprints.linear()), None),
        "sprint-crowded": lambda poison: sprint(poison(sprints.crowded()), None),
        "sprint-empty": lambda poison: sprint(poison(sprints.empty()), None),
        "sprint-none": lambda poison: sprint(poison(sprints.none()), None),
        "sprint-stale": lambda poison: sprint(poison(behind), None),
    }


def ten_days() -> object:
    span = Window(date(2026, 11, 1), date(2026, 11, 11))
    return replace(results.question(), window=span, compared_to=span.previous(), text="cycle-time 10d")


CASES = {
    **answers(),
    **messages(),
    **failures(),
    **views(),
    **five_keys(),
    **incidents_and_oncall(),
    **pull_requests(),
    **pipelines_and_flaky(),
    **flows_of_issues(),
    **reasons_of_changes(),
    **sprints_of_boards(),
}
LONG_AGO = timedelta(days=400)
