"""nnviz: see, touch and check a neural network as it computes."""

__version__ = "0.1.0"
