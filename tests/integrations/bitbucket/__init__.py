"""Tests of reading Bitbucket Cloud."""
