"""Leadline in Slack: the app, its edge where errors are told, and the ways Slack reaches us."""
