"""Rosters on real records: what is taken in, what is refused, and that all of it goes again."""
