"""The network itself: NumPy only, no screen."""
