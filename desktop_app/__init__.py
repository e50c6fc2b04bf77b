"""Nutag Desk: the workbench of the village employment-service specialist."""
