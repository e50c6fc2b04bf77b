"""Tests of the page of enrolments: the list with its pane, and the forms."""
