"""The sync, against a provider in memory."""
