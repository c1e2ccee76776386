"""Know when the theme changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent

_THEME_EVENTS = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange)


def is_restyled(event: QEvent) -> bool:
    """Say whether this `changeEvent` came from another theme: icons and colours are then stale."""
    return event.type() in _THEME_EVENTS
