"""What the bytes of a sound file claim, and what of that is true."""
