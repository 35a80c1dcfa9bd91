"""What can be said: phases, levels, factors and the catalogue of engagement activities."""
