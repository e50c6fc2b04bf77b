"""Turns plain data into official paper: the same data, the same PDF bytes.

A room that is entered late: importing this package loads nothing. The modules in it
load ReportLab and the fonts, so other rooms import a form inside the function that
prints it (``from printing.placement_certificate import placement_certificate``).
Nothing here knows the database, the window or the clock.
"""
