"""Subsidy rolls: closing, corrections, and what follows."""
