"""The whole program on a screen of its own, worked by the keyboard alone."""
