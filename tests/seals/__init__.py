"""Numbers, seals and their checking."""
