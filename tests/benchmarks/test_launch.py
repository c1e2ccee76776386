"""How soon the window is there, beside a bare one of PySide6: whole processes, taken in turns."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

pytestmark = pytest.mark.benchmark

ROUNDS = 9

_BARE = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def event(self, event):
        handled = super().event(event)
        if event.type() == event.Type.UpdateRequest:
            print("painted", flush=True)
            os._exit(0)
        return handled

app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
"""
# The command as it is; it only tells when a paint is over, and leaves after the whole window's.
_OURS = """
import os
from nnviz import cli
from nnviz.gui.window import Window

paint = Window.event

def event(self, event):
    handled = paint(self, event)
    if event.type() == event.Type.UpdateRequest:
        whole = hasattr(self, "canvas") and self.canvas.isVisible()
        print("whole" if whole else "frame", flush=True)
        if whole:
            os._exit(0)
    return handled

Window.event = event
cli.main([])
"""


def _times(code: str, home: Path) -> list[float]:
    """Return when each line of a program came, in seconds from its start."""
    env = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPYCACHEPREFIX": str(home / "compiled"),
        "XDG_CONFIG_HOME": str(home),
        "XDG_DATA_HOME": str(home),
    }
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    started = perf_counter()
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env) as program:
        assert program.stdout is not None
        return [perf_counter() - started for _ in program.stdout]


def test_first_paint_beside_a_bare_window(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for code in (_BARE, _OURS):
        _times(code, tmp_path)  # a warm disk, and everything compiled
    bare, first, whole = [], [], []
    for _ in range(ROUNDS):
        bare.append(_times(_BARE, tmp_path)[0])
        ours = _times(_OURS, tmp_path)
        first.append(ours[0])
        whole.append(ours[-1])
    times, full = (median(map(float.__truediv__, some, bare)) for some in (first, whole))
    with capsys.disabled():
        print(
            f"\nlaunch: a bare window {1e3 * median(bare):.0f} ms, our frame {times:.2f} times, "
            f"the network in it {full:.2f} times"
        )
    assert times <= 2.0
