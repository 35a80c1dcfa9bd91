"""Sessions and plans on disk: read by the standard sqlite3, written through sqlite-utils."""
