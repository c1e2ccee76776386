"""Find out whether a window can be shown before Qt aborts because it cannot. No Qt here."""

from __future__ import annotations

import ctypes
import os
import re
import socket
import sys
from importlib.util import find_spec
from pathlib import Path

# The Debian package of each system library that Qt needs.
_PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
_LIBRARY = re.compile(r"(lib[\w.+-]+\.so(?:\.\d+)*): cannot open shared object")
_WITHOUT_SCREEN = ("offscreen", "vnc")
_PATIENCE = 2.0  # seconds for a display to answer
_NO_DISPLAY = (
    "nnviz: no display can be reached, so there is no window; "
    "`nnviz render SOURCE OUT.png` makes pictures without one"
)


def missing_library(error: BaseException) -> str | None:
    """Return the sentence that names the package of the library `error` misses, if it is one."""
    found = _LIBRARY.search(str(error))
    if found is None:
        return None
    library = found[1]
    package = _PACKAGES.get(library)
    if package is None:
        return f"nnviz: the system library {library} is missing; install the package that holds it"
    return f"nnviz: the system library {library} is missing; install it: apt-get install {package}"


def display_problem() -> str | None:
    """Return None if a window can be shown, else the one line that says why not."""
    if not sys.platform.startswith("linux"):
        return None
    said = _NO_DISPLAY
    for platform in _platforms():  # Qt tries them in this order
        problem = _problem_with(platform)
        if problem is None:
            return None
        said = problem if said == _NO_DISPLAY else said
    return said


def _platforms() -> list[str]:
    """Return the names of the plugins that Qt would try."""
    asked = os.environ.get("QT_QPA_PLATFORM", "").split(";")
    names = [name.partition(":")[0].lower() for name in asked if name]
    wayland = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return names or (["wayland", "xcb"] if wayland else ["xcb"])


def _problem_with(platform: str) -> str | None:
    if platform in _WITHOUT_SCREEN:
        return None
    if platform == "wayland":
        return _problem_of_plugin("libqwayland*.so") if _wayland_answers() else _NO_DISPLAY
    if platform != "xcb":
        return (
            f"nnviz: QT_QPA_PLATFORM names {platform!r}, on which nnviz has no window; unset it, "
            "or choose xcb, wayland, vnc or offscreen"
        )
    if not os.environ.get("DISPLAY"):
        return _NO_DISPLAY
    problem = _problem_of_plugin("libqxcb.so")
    return problem if problem or _x11_answers() else _NO_DISPLAY


def _problem_of_plugin(pattern: str) -> str | None:
    try:
        _load_plugin(pattern)
    except OSError as error:
        return missing_library(error) or f"nnviz: Qt's window plugin does not load: {error}"
    return None


def _load_plugin(pattern: str) -> None:
    """Load Qt's plugin as Qt will, to find out which library it misses."""
    spec = find_spec("PySide6")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for plugin in Path(folder, "Qt", "plugins", "platforms").glob(pattern):
            ctypes.CDLL(str(plugin))


def _wayland_answers() -> bool:
    """Connect to the socket: one that a dead compositor left behind is still a file."""
    if os.environ.get("WAYLAND_SOCKET"):
        return True  # a connection that is open already
    folder, name = os.environ.get("XDG_RUNTIME_DIR"), os.environ.get("WAYLAND_DISPLAY")
    path = Path(folder or "", name or "wayland-0")
    if not path.is_absolute():
        return False
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(_PATIENCE)
        try:
            connection.connect(str(path))
        except OSError:
            return False
    return True


def _x11_answers() -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt came with its own: let it say what it finds
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    reached = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return bool(reached)
