"""A message as what was written now, without quotes, signatures, columns and form."""
