"""Reads and writes spreadsheets; strangers' files are read in a child process with limits."""

import os

# With lxml on the machine openpyxl would leave defusedxml aside, and lxml unfolds what it is told.
os.environ["OPENPYXL_LXML"] = "False"
