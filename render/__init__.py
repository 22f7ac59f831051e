"""Pure pictures of results: Slack blocks, charts, files and terminal text."""
