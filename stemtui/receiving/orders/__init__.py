"""What was ordered, and what came for each line of it."""
