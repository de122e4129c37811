"""The pass: sources in, sums, prints out, block by block."""
