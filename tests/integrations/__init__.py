"""Tests of the providers, against strict fakes of their vendors."""
