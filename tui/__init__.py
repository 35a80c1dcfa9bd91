"""How one says it: everything a terminal needs."""
