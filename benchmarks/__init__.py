"""Measures the promises about speed, as ratios to a bare floor in the same run."""
