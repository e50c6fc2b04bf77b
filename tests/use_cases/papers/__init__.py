"""Forms printed from the records of a made-up village."""
