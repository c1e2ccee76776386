import contextlib
import ctypes
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from nnviz.gui import display

_NAMES = (
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "WAYLAND_SOCKET",
    "XDG_RUNTIME_DIR",
    "XDG_SESSION_TYPE",
    "QT_QPA_PLATFORM",
)
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")


@pytest.fixture(autouse=True)
def _bare(monkeypatch):
    for name in _NAMES:
        monkeypatch.delenv(name, raising=False)


@contextlib.contextmanager
def wayland_socket(*, served: bool):
    """A folder with the socket of a compositor that lives, or of one that is gone."""
    # Not tmp_path, which is longer than the path of a socket may be.
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as made:
        made.bind(str(Path(folder, "wayland-0")))
        if served:
            made.listen()
        else:
            made.close()
        yield folder


def test_no_display_is_said_in_one_line_that_names_render():
    said = display.display_problem()
    assert "\n" not in said
    assert "nnviz render" in said


def test_a_display_that_does_not_answer(monkeypatch):
    monkeypatch.setattr(display, "_load_plugin", lambda pattern: None)
    monkeypatch.setenv("DISPLAY", ":4711")
    assert "nnviz render" in display.display_problem()


@pytest.mark.parametrize("platform", ["offscreen", "offscreen:size=9x9", "vnc", "bogus;offscreen"])
def test_what_draws_without_a_screen_needs_none(monkeypatch, platform):
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert display.display_problem() is None


@pytest.mark.parametrize("platform", ["bogus", "linuxfb", "eglfs", "minimal", "BOGUS:depth=8"])
def test_a_platform_without_windows_is_named(monkeypatch, platform):
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    said = display.display_problem()
    assert repr(platform.partition(":")[0].lower()) in said
    assert "\n" not in said


def test_a_missing_library_names_its_package(monkeypatch):
    def fail(pattern):
        raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file")

    monkeypatch.setattr(display, "_load_plugin", fail)
    monkeypatch.setenv("DISPLAY", ":0")
    said = display.display_problem()
    assert "libxcb-cursor0" in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libGL.so.1", "libgl1"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libEGL.so.1", "libegl1"),
        ("libfontconfig.so.1", "libfontconfig1"),
        ("libxkbcommon.so.0", "libxkbcommon0"),
        ("libdbus-1.so.3", "libdbus-1-3"),
    ],
)
def test_an_import_error_names_the_package(library, package):
    error = ImportError(f"{library}: cannot open shared object file: No such file or directory")
    assert display.missing_library(error).endswith(package)


def test_an_unknown_library_is_named_itself():
    error = ImportError("libodd-2.so.7: cannot open shared object file: No such file")
    assert "libodd-2.so.7" in display.missing_library(error)


def test_another_import_error_is_not_a_library():
    assert display.missing_library(ImportError("No module named 'x'")) is None


@pytest.mark.parametrize("platform", ["", "wayland", "wayland;xcb"])
def test_wayland_counts_only_if_somebody_serves_its_socket(monkeypatch, tmp_path, platform):
    monkeypatch.setattr(display, "_load_plugin", lambda pattern: None)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert "nnviz render" in display.display_problem()
    with wayland_socket(served=False) as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        assert "nnviz render" in display.display_problem()
    with wayland_socket(served=True) as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        assert display.display_problem() is None


def test_a_library_that_wayland_misses_is_told_where_there_is_no_other_display(monkeypatch):
    def fail(pattern):
        raise OSError("libwayland-cursor.so.0: cannot open shared object file: No such file")

    monkeypatch.setattr(display, "_load_plugin", fail)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with wayland_socket(served=True) as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        assert display.display_problem().endswith("libwayland-cursor0")


@pytest.mark.parametrize(("pattern", "found"), [("libqxcb.so", "xcb"), ("libqwayland*.so", "land")])
def test_the_real_plugin_is_found(monkeypatch, pattern, found):
    loaded = []
    monkeypatch.setattr(ctypes, "CDLL", loaded.append)
    display._load_plugin(pattern)
    assert loaded
    assert all(found in path for path in loaded)


# ---------------------------------------------------------------- the program itself


def program(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in _NAMES}
    return subprocess.run(
        [sys.executable, *words],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("platform", ["", "wayland", "bogus", "minimal"])
def test_the_program_leaves_with_one_line_where_qt_would_abort(platform):
    with wayland_socket(served=False) as folder:
        socket_names = {"XDG_RUNTIME_DIR": folder, "WAYLAND_DISPLAY": "wayland-0"}
        done = program("-m", "nnviz", "example:xor", QT_QPA_PLATFORM=platform, **socket_names)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("nnviz: ")
    assert done.stderr.count("\n") == 1


_WINDOW = """
import sys
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QGuiApplication
QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, sys.argv[1])
from nnviz.gui import app, display

assert display._x11_answers()
start = app.Window.start

def start_and_close(window):
    start(window)
    QTimer.singleShot(200, lambda: leave(window))

def leave(window):
    print(QGuiApplication.platformName(), window.isVisible(), window.width() > 800)
    window.close()

app.Window.start = start_and_close
code = app.run("example:xor")
print(code)
"""


@pytest.fixture
def x_server():
    """A display of our own, without a window manager."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("Xvfb is not installed")
    read, write = os.pipe()
    with subprocess.Popen(
        # else it begins anew when its last client goes, and the next one may come too soon
        [
            server,
            "-displayfd",
            str(write),
            "-screen",
            "0",
            "1400x900x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    ) as running:
        os.close(write)
        try:
            with os.fdopen(read) as answer:
                yield f":{answer.readline().strip()}"
        finally:
            running.terminate()


def test_a_real_window_opens_and_closes(x_server, tmp_path):
    done = program("-c", _WINDOW, str(tmp_path), DISPLAY=x_server)
    assert (done.returncode, done.stdout.splitlines()) == (0, ["xcb True True", "0"]), done.stderr
