"""Somebody at Slack in a browser: what they can type and press, and what they see."""

from playwright.sync_api import Locator, Page, expect

from render.slack.waiting import WORKING

PATIENCE = 15_000


class Person:
    """Acts on local-slack's page as a person would; every look waits until there is something to see."""

    def __init__(self, page: Page, slack: str) -> None:
        page.set_default_timeout(PATIENCE)
        page.goto(slack)
        expect(page.locator(".app-dot.on")).to_be_visible(timeout=PATIENCE)
        self.page = page
        self.close_modal()

    def go_to(self, place: str) -> None:
        """Open a channel, or the app's Home."""
        self.page.locator(".sidebar-item", has_text=place).click()

    def type(self, text: str) -> Locator:
        """Send a message or command; returns the message that comes back, once it is there."""
        before = self._messages.count()
        self.page.locator(".composer-input").fill(text)
        self.page.locator(".composer-send").click()
        return self._message(before)

    def press(self, button: Locator) -> Locator:
        """Press a button that is answered by another message; returns that message."""
        before = self._messages.count()
        button.click()
        return self._message(before)

    @property
    def _messages(self) -> Locator:
        """What stands in the channel, but for notes that an answer is being worked out."""
        return self.page.locator(".msg").filter(has_not_text=WORKING)

    def _message(self, place: int) -> Locator:
        message = self._messages.nth(place)
        expect(message).to_be_visible(timeout=PATIENCE)
        return message

    def modal(self) -> Locator:
        modal = self.page.locator(".modal")
        expect(modal).to_be_visible(timeout=PATIENCE)
        return modal

    def close_modal(self) -> None:
        """Local-slack shows a modal to everybody, so one that somebody left open is in the way."""
        if self.page.locator(".modal").count():
            self.page.locator(".modal-x").click()
        expect(self.page.locator(".modal")).to_have_count(0)

    def sees_picture(self, within: Locator) -> str:
        """Wait until the picture is drawn, not merely linked; returns its alternative text."""
        picture = within.locator("figure.bk-image img")
        expect(picture).to_be_visible(timeout=PATIENCE)
        self.page.wait_for_function(
            "picture => picture.complete && picture.naturalWidth > 0",
            arg=picture.element_handle(),
            timeout=PATIENCE,
        )
        return picture.get_attribute("alt") or ""
