"""A whole day of a specialist without a window: for machines without a screen, and for the docs."""
