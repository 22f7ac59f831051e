"""Pull requests in words, for terminals and as pictures."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console, RenderableType

from domain.question import ORGANISATION, Scope, ScopeKind
from domain.views.open_pull_requests import OpenPullRequests
from domain.views.pull_request import PullRequestView, Stage
from render import open_pull_requests as words
from render.charts.alt import alt
from render.charts.views import has_picture
from render.charts.worker import draw
from render.pull_request import facts, finding, shown, stage
from render.slack.views.open_pull_requests import open_pull_requests as message
from render.terminal.views.open_pull_requests import open_pull_requests
from render.terminal.views.pull_request import pull_request
from tests.render import pulls
from tests.render.charts.pixels import pixels
from tests.render.results import HOSTILE

ME = Scope(ScopeKind.PERSON, "Ana", 1)


def printed(shown: RenderableType) -> str:
    out = StringIO()
    Console(file=out, width=110, highlight=False).print(shown)
    return out.getvalue()


def asked(view: OpenPullRequests, **fields: object) -> OpenPullRequests:
    return replace(view, question=replace(view.question, **fields))  # type: ignore[arg-type] # of a question


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        (
            pulls.stuck(),
            (
                "Payments has 9 open pull requests, 3 of which are stuck: "
                "the longest has waited for 21 h 30 min of working time."
            ),
        ),
        (
            replace(pulls.stuck(), stuck=1, waits=(pulls.wait(3),)),
            (
                "Payments has 9 open pull requests, 1 of which is stuck: "
                "the longest has waited for 11 h of working time."
            ),
        ),
        (pulls.none_stuck(), "Payments has 9 open pull requests. None of them is stuck."),
        (replace(pulls.none_stuck(), open=1), "Payments has 1 open pull request. It is not stuck."),
        (pulls.all_open(), "Payments has 4 open pull requests, 1 of them stuck."),
        (replace(pulls.all_open(), stuck=0), "Payments has 4 open pull requests, none of them stuck."),
        (pulls.none_open(), "No pull request is open for Payments."),
        (pulls.unread(), "No data for Payments yet: 0 of 12 repositories are synced."),
        (
            replace(pulls.unread(), coverage=replace(pulls.unread().coverage, in_scope=0)),
            "No data for Payments: none of its repositories can be read.",
        ),
        (
            asked(pulls.none_stuck(), scope=ORGANISATION),
            "There are 9 open pull requests. None of them is stuck.",
        ),
        (
            asked(pulls.none_stuck(), scope=ME, repository_names=("acme/api",)),
            "You have in acme/api 9 open pull requests. None of them is stuck.",
        ),
    ],
    ids=[
        "stuck",
        "one stuck",
        "none stuck",
        "one open",
        "open",
        "open and none stuck",
        "none open",
        "unread",
        "nothing to read",
        "everyone's",
        "one's own",
    ],
)
def test_the_finding_is_one_sentence_for_every_state(view: OpenPullRequests, sentence: str) -> None:
    assert words.finding(view) == sentence


def test_what_is_stuck_only_for_being_open_so_long_says_that() -> None:
    told = words.waiting(pulls.LONG)
    assert told == "Approved and not merged yet, for 3 h of working time; open for 90 h of it in all"
    assert words.waiting(pulls.wait(3)) == "Waits for raj, for 11 h of working time"


@pytest.mark.parametrize(
    ("drafts", "bots", "told"),
    [(0, 0, ""), (1, 0, "1 draft left out"), (2, 3, "2 drafts, 3 bot pull requests left out")],
    ids=["nothing", "a draft", "both"],
)
def test_what_is_left_out_is_counted(drafts: int, bots: int, told: str) -> None:
    assert words.left_out(replace(pulls.stuck(), drafts=drafts, bots=bots)) == told


def test_a_crowd_is_cut_and_counted() -> None:
    texts = [str(block) for block in message(pulls.all_open(40)).blocks]
    assert sum(text.count("Waits for raj") for text in texts) == 15
    assert any("and 26 more" in text for text in texts)


def test_buttons_lead_to_the_other_list_and_to_the_figures_of_the_same_team() -> None:
    actions = message(pulls.stuck()).blocks[-1]["elements"]
    team = "team:payments 2026-10-26..2026-11-24"
    assert [each["value"] for each in actions] == [
        f"prs open {team}", f"pr-age {team}", f"time-to-first-review {team}",
    ]  # fmt: skip
    assert message(pulls.all_open()).blocks[-1]["elements"][0]["value"] == f"prs stuck {team}"


def test_a_terminal_lists_them_with_whose_turn_each_is() -> None:
    told = printed(open_pull_requests(pulls.stuck()))
    assert "acme/pay-api#7" in told
    assert "Waits for raj, for 21 h 30 min" in told
    assert "2 drafts, 1 bot pull request left out" in told
    assert "as of 24 Nov, 13:45 UTC" in told
    assert "not synced yet" in printed(open_pull_requests(pulls.unread()))


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        (pulls.merged(), "Pull request acme/pay-api#12 is merged, 1 d 6 h after work on it began."),
        (pulls.waiting(), "Pull request acme/pay-api#12 is open, and was opened 6 d 5 h ago."),
        (
            replace(pulls.waiting(), state="draft"),
            "Pull request acme/pay-api#12 is a draft, and was opened 6 d 5 h ago.",
        ),
        (
            replace(pulls.waiting(), state="closed without a merge", ended_at=pulls.NOW),
            "Pull request acme/pay-api#12 was closed without a merge.",
        ),
    ],
    ids=["merged", "open", "draft", "closed"],
)
def test_a_pull_request_says_how_it_stands(view: PullRequestView, sentence: str) -> None:
    assert finding(view) == sentence


@pytest.mark.parametrize(
    ("each", "told"),
    [
        (Stage("pickup", 50_400, 18_000), "pickup 14 h (5 h at work)"),
        (Stage("review", None, None), "review none"),
        (Stage("merge", 20, 0), "merge <1 min (<1 min at work)"),
        (Stage("deploy", 200_000, None), "deploy 2 d 8 h"),
    ],
    ids=["both clocks", "none", "out of hours", "one clock"],
)
def test_a_phase_is_told_on_the_clocks_that_it_has(each: Stage, told: str) -> None:
    assert stage(each) == told


def test_rounds_are_told_of_what_was_reviewed() -> None:
    assert facts(pulls.merged()) == "by ana · 119 lines · 7 files · 2 rounds of review"
    assert facts(replace(pulls.waiting(), size=1, files=1)) == "by ana · 1 line · 1 file"


def test_a_long_history_keeps_its_ends() -> None:
    first, passed, last = shown(pulls.long_told())
    assert (len(first), passed, len(last)) == (7, 26, 7)
    assert first[0].what.endswith("0th time")
    assert last[-1].what.endswith("39th time")
    assert "… 26 more …" in printed(pull_request(pulls.long_told()))


def test_a_terminal_tells_all_of_it() -> None:
    told = printed(pull_request(pulls.merged()))
    for part in ("coding 2 h (2 h at work)", "raj asked for changes", "PAY-12 Pay once Story, Done",
                 "failure after 4 min, attempt 2", "production 3e66bcb 20 min after the merge",
                 "Checkout answers slowly resolved after 41 min", "First reviewed by raj."):  # fmt: skip
        assert part in told
    quiet = printed(pull_request(pulls.waiting()))
    assert "None is linked." in quiet
    assert "Waits for raj, for 11 h of working time." in quiet
    assert "Incidents" not in quiet


def test_names_of_strangers_print_as_they_are() -> None:
    told = printed(pull_request(replace(pulls.merged(), title="[red]Pay[/red] \u202eonce")))
    assert "[red]Pay[/red] once" in told


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "view",
    [
        pulls.merged(),
        replace(pulls.merged(), title=HOSTILE * 9, name="acme/" + "w" * 300 + "#12"),
        replace(pulls.merged(), stages=(*pulls.merged().stages[:1], Stage("pickup", None, None))),
        replace(pulls.merged(), stages=tuple(Stage(each.slug, 60, 0) for each in pulls.merged().stages)),
    ],
    ids=["plain", "hostile", "one phase", "out of hours"],
)
def test_a_picture_keeps_clear_of_its_edges(view: PullRequestView, theme: str) -> None:
    image = pixels(draw(view, theme))
    ground = image[2, 2]
    edges = (image[:20], image[-20:], image[:, :40], image[:, -40:])
    assert image.shape[:2] == (800, 1600)
    assert all((edge == ground).all() for edge in edges)
    assert (image != ground).any()


def test_drawing_twice_draws_the_same() -> None:
    assert draw(pulls.merged(), "light") == draw(pulls.merged(), "light")


def test_there_is_a_picture_of_what_took_time() -> None:
    assert has_picture(pulls.merged())
    assert not has_picture(pulls.waiting())
    assert not has_picture(pulls.stuck())


def test_the_picture_is_told_in_words() -> None:
    told = alt(pulls.merged())
    assert told.startswith(finding(pulls.merged()))
    assert "review 22 h (4 h at work)" in told
