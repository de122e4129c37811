"""What the files of a folder sound like: heard once, named, and what they are of each other."""
