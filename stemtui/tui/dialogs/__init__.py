"""What is asked in a window of its own, and checked while it is typed."""
