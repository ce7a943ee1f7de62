"""Tables in files: their rows, and the mapping of their columns to events."""
