"""The data room: files, keys, tables, journal and backups of one data folder."""
