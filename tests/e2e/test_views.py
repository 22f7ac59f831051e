"""What somebody at Slack sees of Leadline's pictures: each view has its own, and says what it shows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import ARTIFACTS
from tests.e2e.person import Person

PICTURED = {
    "dora payments 90d": "Lead time",
    "pipelines payments": "payments-api / ci",
    "flaky payments": "Flaky",
    "incidents payments 90d": "incident",
    "oncall payments 90d": "on call",
    "sprint payments": "Sprint",
}


@pytest.mark.parametrize(("asked", "said"), PICTURED.items(), ids=[asked.split()[0] for asked in PICTURED])
def test_a_view_is_answered_with_its_picture(asked: str, said: str, ana: Person) -> None:
    ana.go_to("payments")
    answer = ana.type(f"/metrics {asked}")
    assert len(ana.sees_picture(answer)) > 20
    expect(answer).to_contain_text(re.compile(said, re.IGNORECASE))
    expect(answer).not_to_contain_text("<!date")
    answer.screenshot(path=ARTIFACTS / f"view-{asked.split(maxsplit=1)[0]}.png")


@pytest.mark.parametrize("asked", ["prs stuck", "prs open payments", "why cycle-time payments 60d", "list"])
def test_a_view_without_a_picture_is_answered_in_words(asked: str, ana: Person) -> None:
    ana.go_to("payments")
    answer = ana.type(f"/metrics {asked}")
    expect(answer.locator(".bk-header").first).to_be_visible()
    expect(answer).not_to_contain_text("<!date")
    answer.screenshot(path=ARTIFACTS / f"view-{asked.replace(' ', '-')}.png")


def test_the_flow_of_an_issue_is_found_from_its_key(ana: Person) -> None:
    ana.go_to("payments")
    issues = ana.type("/metrics issue-cycle-time payments 60d")
    issues.get_by_role("button", name=re.compile(r"Show the \d+ issues")).click()
    found = re.search(r"PAY-\d+", ana.modal().inner_text())
    ana.close_modal()
    assert found
    flow = ana.type(f"/metrics flow {found[0].lower()}")
    ana.sees_picture(flow)
    expect(flow).to_contain_text(found[0])
    flow.screenshot(path=ARTIFACTS / "view-flow.png")


def test_what_was_set_aside_in_the_terminal_is_listed_and_brought_back_in_slack(
    ana: Person, folder: Path
) -> None:
    """Local-slack sends no clicks from modals, so the menus there are pressed in tests/handlers."""
    ana.go_to("mobile")
    largest = ana.type("/metrics pr-size mobile 60d")
    largest.get_by_role("button", name=re.compile(r"Show the \d+ pull requests")).click()
    item = ana.modal().locator("a[href*='/pull/']").first
    assert item.get_attribute("href")
    leadline = [str(Path(sys.executable).with_name("leadline").absolute())]
    terminal = [*leadline, "--config", ".leadline/demo/config.json", "corrections", "exclude"]
    done = subprocess.run(
        [*terminal, item.get_attribute("href") or "", "--reason", "a generated file"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    ana.close_modal()
    assert done.returncode == 0, done.stderr
    told = ana.type("/metrics corrections")
    expect(told).to_contain_text("a generated file")
    told.screenshot(path=ARTIFACTS / "corrections.png")
    told.get_by_role("button", name="Undo").first.click()
    expect(told).to_contain_text("Undone")
