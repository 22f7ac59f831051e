"""The tests of metrics and their engine."""
