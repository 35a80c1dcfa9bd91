"""What may be done to a plan, and what joins it to the sessions it was agreed on."""
