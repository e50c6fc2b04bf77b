"""Sheets of every kind of record, read, tried, taken in: one engine, an adapter a kind."""
