"""A delivery appears whole, is told current or stale, and is read again."""
