"""The steps of the first-run wizard, one a module."""
