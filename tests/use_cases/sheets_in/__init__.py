"""Sheets of every kind, taken in."""
