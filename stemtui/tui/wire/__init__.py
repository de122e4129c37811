"""What goes over the line: only what changed, as few bytes as can be."""
