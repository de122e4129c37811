"""From a session to a plan: sums, spans, gains, files and what must hold among them; no sample is read."""
