"""Claims of organisers: who may be on one, and what is decided."""
