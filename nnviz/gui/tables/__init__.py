"""A layer's weights as a table to edit and as a map to read."""
