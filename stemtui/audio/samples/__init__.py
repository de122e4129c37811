"""Samples read and written, exact to the bit."""
