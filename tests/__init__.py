"""Leadline's tests mirror the tree."""
