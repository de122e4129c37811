"""What the screen works on, and every command on it: pure edits of a session."""
