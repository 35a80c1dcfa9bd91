"""How a session, a comparison and a plan read on paper: the words, and each format's own rules."""
