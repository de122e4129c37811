"""What the system is asked for: files opened safely, read ahead and held together, their room on a disk."""
