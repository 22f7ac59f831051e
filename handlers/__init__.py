"""Slack's door: commands, actions, modals and events, each acknowledged, parsed, asked and shown."""
