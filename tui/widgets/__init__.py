"""Widgets of commongrid: each draws what it is given and says what was done, no more."""
