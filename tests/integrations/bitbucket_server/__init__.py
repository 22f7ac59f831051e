"""Tests of reading Bitbucket Data Center."""
