"""The settings, each kind of mistake in them, and where they come from."""
