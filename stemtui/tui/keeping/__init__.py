"""Nothing is lost: saving, what others change meanwhile, and what is kept for the next start."""
