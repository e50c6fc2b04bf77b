"""Tests of the page of settings, a file for each of its groups."""
