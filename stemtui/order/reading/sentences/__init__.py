"""A message read line by line and sentence by sentence: which order, which tell, which take back."""
