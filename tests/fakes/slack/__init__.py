"""A strict Slack on loopback: it refuses what Slack refuses, by limits of its own, and records everything."""
