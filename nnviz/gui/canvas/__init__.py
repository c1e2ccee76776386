"""The canvas: the network to look at and to touch, its caption and its timeline."""
