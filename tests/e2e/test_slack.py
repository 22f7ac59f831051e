"""What somebody at Slack sees of Leadline, from the first command on."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import ARTIFACTS
from tests.e2e.person import Person


def test_a_question_is_answered_with_figure_change_chart_and_what_makes_it_honest(ana: Person) -> None:
    ana.go_to("payments")
    answer = ana.type("/metrics cycle-time payments")
    alt = ana.sees_picture(answer)
    assert alt.startswith("Payments' median cycle time is ")
    expect(answer.locator(".badge-eph")).to_be_visible()
    expect(answer.locator(".bk-header")).to_contain_text("Payments")
    expect(answer).to_contain_text(re.compile(r"\d+ (d|h).* median · (\d+ % (slower|faster)|the same)"))
    expect(answer).to_contain_text("all 3 repositories")
    expect(answer).to_contain_text(re.compile(r"\d+ pull requests"))
    expect(answer).not_to_contain_text("<!date")
    answer.screenshot(path=ARTIFACTS / "answer.png")


def test_an_answer_is_shared_with_the_channel_by_name(ana: Person) -> None:
    ana.go_to("search")
    answer = ana.type("/metrics cycle-time search 30d")
    shared = ana.press(answer.get_by_role("button", name="Share to channel"))
    ana.sees_picture(shared)
    expect(shared.locator(".badge-eph")).to_have_count(0)
    expect(shared).to_contain_text("Shared by")


def test_a_figure_opens_to_the_pull_requests_behind_it(ana: Person) -> None:
    ana.go_to("mobile")
    answer = ana.type("/metrics cycle-time mobile 30d")
    answer.get_by_role("button", name=re.compile(r"Show the \d+ pull requests")).click()
    modal = ana.modal()
    expect(modal.locator("a[href*='github.example/harbour/']")).to_have_count(10)
    expect(modal.locator(".modal-title")).to_have_text(re.compile(r"\d+ pull requests"))
    expect(modal).to_contain_text(re.compile(r"coding .* pickup .* review .* merge"))
    ana.close_modal()


def test_app_home_shows_what_needs_ana_and_how_her_team_does(ana: Person) -> None:
    ana.go_to("Leadline")
    home = ana.page.locator(".home")
    expect(home).to_contain_text("Needs you", timeout=15_000)
    expect(home).to_contain_text("Payments")
    expect(home.locator("a[href*='github.example/harbour/']").first).to_be_visible()
    expect(home).to_contain_text(re.compile(r"\d pull requests, .* incidents, synced"))


def test_an_unknown_word_is_answered_with_what_was_meant(ana: Person) -> None:
    ana.go_to("platform")
    puzzled = ana.type("/metrics cycel-time platform")
    expect(puzzled).to_contain_text("cycel-time")
    puzzled.locator(".bk-button").first.click()
    ana.sees_picture(puzzled)
    expect(puzzled.locator(".bk-header")).to_contain_text("Platform")


def test_a_window_that_cannot_be_is_told_with_what_can(ana: Person) -> None:
    ana.go_to("payments")
    told = ana.type("/metrics cycle-time payments 2026-11-20..2026-11-01")
    expect(told).to_contain_text("before it begins")
    expect(told.locator("figure")).to_have_count(0)


def test_the_bare_command_is_the_channels_team_at_a_glance(ana: Person) -> None:
    ana.go_to("payments")
    overview = ana.type("/metrics")
    ana.sees_picture(overview)
    expect(overview.locator(".bk-header")).to_contain_text("Payments")
    expect(overview).to_contain_text("Cycle time")


def test_explain_tells_the_definition(ana: Person) -> None:
    ana.go_to("general")
    answer = ana.type("/metrics cycle-time @org 30d")
    explained = ana.press(answer.get_by_role("button", name="Explain"))
    expect(explained).to_contain_text("bot")
