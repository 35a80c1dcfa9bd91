"""The files that travel: their shapes, read with every problem named, and written."""
