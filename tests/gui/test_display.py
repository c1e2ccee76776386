import ctypes
import sys

import pytest

from nnviz.gui import display

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")


@pytest.fixture(autouse=True)
def _bare(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_no_display_is_said_in_one_line_that_names_render():
    said = display.display_problem()
    assert "\n" not in said
    assert "nnviz render" in said


def test_a_display_that_does_not_answer(monkeypatch):
    monkeypatch.setattr(display, "_load_x11_plugin", lambda: None)
    monkeypatch.setenv("DISPLAY", ":4711")
    assert "nnviz render" in display.display_problem()


def test_offscreen_needs_none(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.display_problem() is None


def test_a_missing_library_names_its_package(monkeypatch):
    def fail():
        raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file")

    monkeypatch.setattr(display, "_load_x11_plugin", fail)
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


def test_wayland_counts_only_if_its_socket_is_there(monkeypatch, tmp_path):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert display.display_problem() is not None


def test_the_real_plugin_is_found(monkeypatch):
    loaded = []
    monkeypatch.setattr(ctypes, "CDLL", loaded.append)
    display._load_x11_plugin()
    assert [path for path in loaded if path.endswith("libqxcb.so")]
