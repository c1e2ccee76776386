"""How large everything is drawn: Qt asks for it once, when the application starts."""

from __future__ import annotations

import os

_FACTOR = "QT_SCALE_FACTOR"


def set_scale(percent: int) -> None:
    """Let Qt draw everything so large, unless it was told otherwise where nnviz was started."""
    if percent != 100:
        os.environ.setdefault(_FACTOR, str(percent / 100))


def shown_scale() -> int:
    """Return how large everything is drawn now, in per cent."""
    try:
        return round(100 * float(os.environ.get(_FACTOR, "1")))
    except ValueError:  # Qt, too, takes no notice of it
        return 100
