"""Jira, as the client reads it."""
