"""Registers and lists as Excel workbooks: what they hold, how they are told, how they go out."""
