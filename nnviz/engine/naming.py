"""Names as Keras gives them: ``dense``, ``dense_1`` and so on."""

from __future__ import annotations

import re
from collections import Counter

_given: Counter[str] = Counter()


def auto_name(prefix: str) -> str:
    """Return `prefix`, with a number from the second use on."""
    count = _given[prefix]
    _given[prefix] += 1
    return f"{prefix}_{count}" if count else prefix


def clear_session() -> None:
    """Start counting names again."""
    _given.clear()


def snake(name: str) -> str:
    """Return Keras's name of a class in small letters, as in ``leaky_re_lu``."""
    spaced = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", spaced).lower()
