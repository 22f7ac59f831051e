"""Tests of GitHub's client, against a fake that runs its queries over GitHub's own schema."""
