"""Levels, true peaks and loudness, measured while samples pass."""
