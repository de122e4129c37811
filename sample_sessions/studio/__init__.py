"""The instruments, voices and songs of the sample sessions: always the same samples."""
