"""Tables, data sets, scaling and splits: NumPy only."""
