"""Slack's surfaces as plain blocks: one view a file, each with the action ids it draws."""
