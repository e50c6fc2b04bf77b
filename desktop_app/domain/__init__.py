"""The trade in plain Python: records, codes, divisions, rules, dates and errors."""
