"""What files most likely are: mixes, stems or tracks."""
