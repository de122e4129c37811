"""The panes, drawn line by line from the desk."""
