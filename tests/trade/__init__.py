"""The trade's rules against tables that people of the trade can read."""
