"""What can be wrong with data, said in one sentence."""

from __future__ import annotations


class DataError(ValueError):
    """Data cannot be used; the message says what is wrong, where, and what to do."""
