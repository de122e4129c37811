"""A line of a message as pieces: words, with what they mean to a reader and in this session."""
