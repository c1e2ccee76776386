"""Training as a recording: checkpoints, weights over the epochs, and replay in between. No Qt."""
