"""What lies beside the prints for whoever receives them: a page, a letter, checksums."""
