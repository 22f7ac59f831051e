"""Leadline in Slack: the app, its edge where errors are told, and the ways Slack reaches us."""

from bot.slack.app import SlackApp, build_app
from bot.slack.socket import Socket

__all__ = ["SlackApp", "Socket", "build_app"]
