"""Tests of the GitLab provider."""
