"""Which files add up to which others, what is left of them, and what explains that."""
