"""What a track looks like: surveyed once, and remembered."""
