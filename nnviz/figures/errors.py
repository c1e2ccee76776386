"""What can go wrong with a figure."""


class FigureError(ValueError):
    """A figure that cannot be written; the message is one sentence for the user."""
