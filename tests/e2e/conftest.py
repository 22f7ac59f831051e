"""The real demo as a process of its own, and a browser in front of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.demo import Demo
from tests.e2e.install import LOCAL_SLACK
from tests.e2e.person import Person

ARTIFACTS = Path(".artifacts/e2e")
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo runs: nobody's `.leadline`, but for the local-slack that is installed already."""
    folder = tmp_path_factory.mktemp("harbour")
    (folder / ".leadline").mkdir()
    (folder / ".leadline" / "local-slack").symlink_to(LOCAL_SLACK.resolve())
    return folder


@pytest.fixture(scope="session")
def demo(folder: Path) -> Iterator[Demo]:
    with Demo.started(folder, log=ARTIFACTS / "demo.log") as demo:
        yield demo


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def ana(demo: Demo, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Person]:
    """Ana of the payments team, at Slack in her browser; what she saw last is kept as a picture."""
    context = browser.new_context(viewport={"width": 1280, "height": 960}, device_scale_factor=2)
    person = Person(context.new_page(), demo.slack)
    yield person
    person.page.screenshot(path=ARTIFACTS / f"{request.node.name}.png")
    context.close()
