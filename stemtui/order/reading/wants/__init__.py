"""Segments as requests: what is wanted, of which kind, in which form, each thing once."""
