"""The command line, as people and scripts run it."""
