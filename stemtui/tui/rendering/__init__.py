"""Work beside the keys: renders, listening, waveforms."""
