"""The spreadsheet room: reads what offices send, in a process on a short leash."""
