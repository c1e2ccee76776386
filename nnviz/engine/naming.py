"""Names as Keras gives them: ``dense``, ``dense_1`` and so on."""

from __future__ import annotations

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
