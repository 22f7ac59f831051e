"""Strict stand-ins for the services Leadline talks to."""
