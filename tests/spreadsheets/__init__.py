"""Tests of the spreadsheet room, on real files."""
