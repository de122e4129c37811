"""What must be left of a subtraction, what is, and what explains it."""
