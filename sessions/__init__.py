"""What was said: sessions, how they change, how they are kept, exchanged and read together."""
