"""What the user has asked of the whole system and Qt does not tell: to keep motion small."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

_GNOME = ["gsettings", "get", "org.gnome.desktop.interface", "enable-animations"]
_CLIENT_AREA_ANIMATION = 0x1042
"""Windows' SPI_GETCLIENTAREAANIMATION."""


@lru_cache(maxsize=1)
def wants_little_motion() -> bool:
    """Return whether the desktop is set to show little motion; False where it cannot be told."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _mac(Path.home() / "Library/Preferences/com.apple.universalaccess.plist")
    return _kde(Path.home() / ".config/kdeglobals") or _gnome()


def _windows() -> bool:
    import ctypes

    animated = ctypes.c_int(1)
    ask = getattr(ctypes, "windll").user32.SystemParametersInfoW  # noqa: B009 – only on Windows
    told = ask(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(animated), 0)
    return bool(told) and not animated.value


def _mac(settings: Path) -> bool:
    import plistlib

    try:
        return bool(plistlib.loads(settings.read_bytes()).get("reduceMotion", False))
    except (OSError, ValueError, plistlib.InvalidFileException):
        return False


def _kde(settings: Path) -> bool:
    import configparser

    parser = configparser.ConfigParser(strict=False, interpolation=None)
    try:
        parser.read_string(settings.read_text("utf-8"))
        return parser.getfloat("KDE", "AnimationDurationFactor", fallback=1.0) == 0.0
    except (OSError, ValueError, configparser.Error):
        return False


def _gnome() -> bool:
    import subprocess

    try:
        told = subprocess.run(_GNOME, capture_output=True, text=True, timeout=0.5, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return told.stdout.strip() == "false"
