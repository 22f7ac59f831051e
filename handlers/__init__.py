"""The Slack door: commands, clicks, submissions and events, each acknowledged, parsed, asked and shown."""

from slack_bolt import App

from handlers import actions, commands, events, modals
from handlers.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Register every listener; the manifests list the same (tests/test_manifest.py)."""
    for kind in (commands, actions, modals, events):
        kind.register(app, desk)
