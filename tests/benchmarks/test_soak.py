"""A hand that does anything for a long time: everything agrees, and the memory stays flat.

NNVIZ_SOAK is how many seconds: 3600 is the hour that a lesson takes; by default one minute.
NNVIZ_SOAK_SEED is what chance begins with: another one is another hour.
"""

from __future__ import annotations

import gc
import os
from collections import deque
from pathlib import Path
from random import Random
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from nnviz.explain.grain import Grain
from nnviz.gui import files
from nnviz.gui.passage import SCOPES
from nnviz.gui.player import MODES
from tests.gui.hand.frame import BEGINNINGS, HELD
from tests.gui.hand.on_canvas import KEYS, LOOKS, SHOWN, ZOOMS
from tests.gui.hand.on_network import CHANGES, KINDS, ON_STRUCTURE, ON_VALUES
from tests.gui.test_state_machine import Hand

pytestmark = pytest.mark.benchmark

SECONDS = float(os.environ.get("NNVIZ_SOAK", "60"))
SEED = int(os.environ.get("NNVIZ_SOAK_SEED", "7"))
# So that what may grow is full when the measuring begins.
UNDO, RECORDING = 8, 8
_PAGE = os.sysconf("SC_PAGE_SIZE") / 2**20 if hasattr(os, "sysconf") else 0.0


def memory() -> float:
    """MiB that the process has in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE


def actions(chance: Random):
    """Everything that a hand does, by name, each with what it then does it with."""
    place, pick, share = lambda: chance.randrange(10**6), chance.choice, chance.random
    number = lambda: pick(["0,5", "1/3", "-2e-3", "words"])  # noqa: E731
    corner = lambda: (share(), share())  # noqa: E731
    return {
        "drag": lambda: (place(), chance.randint(-90, 90), pick(HELD), share() < 0.3),
        "drag_across": lambda: (corner(), corner(), pick(HELD), share() < 0.3),
        "click": lambda: (place(), pick(HELD)),
        "hover": lambda: (place(),),
        "select": lambda: (place(),),
        "select_several": lambda: ([place() for _ in range(3)],),
        "press_on_canvas": lambda: (pick(KEYS), pick(HELD), 3),
        "type_in_place": lambda: (place(), number(), Qt.Key.Key_Return),
        "type_for_all": lambda: (number(),),
        "switch": lambda: (pick(SHOWN),),
        "change_look": lambda: (pick(LOOKS),),
        "zoom": lambda: (pick(ZOOMS),),
        "press_on_slider": lambda: (place(), ["Right", "PageUp", "Left"]),
        "type_in_field": lambda: (place(), number()),
        "open_table": lambda: (place(),),
        "restructure": lambda: (place(), pick(KINDS)),
        "build": lambda: (pick(ON_STRUCTURE),),
        "act_on_values": lambda: (pick(ON_VALUES),),
        "rename": lambda: (place(), pick(["Eingabe", " "]), share() < 0.5),
        "freeze": lambda: (place(), 2, share() < 0.5),
        "change": lambda: (pick(sorted(CHANGES)),),
        "act_on_network": lambda: (pick(["next_sample", "previous_sample"]),),
        "undo": lambda: (3,),
        "redo": lambda: (2,),
        "train_a_little": lambda: (pick(["one_sample", "one_batch", "one_epoch"]),),
        "train_on_and_on": lambda: (),
        "stop": lambda: (),
        "scrub": lambda: (share(),),
        "step_through_recording": lambda: (pick([-3, 1]),),
        "leave_recording": lambda: (share() < 0.5,),
        "step": lambda: (pick([-1, 1, 3]),),
        "choose_mode": lambda: (pick(MODES),),
        "tell": lambda: (pick(SCOPES), pick(list(Grain))),
        "enter": lambda: (pick(["into_next", "into_previous", "into_whole"]),),
        "play": lambda: (),
        "leave_pass": lambda: (),
        "save_as": lambda: (pick(["one.nnviz", "two.nnviz"]),),
        "recover": lambda: (),
    }


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's account of memory")
def test_memory_is_flat_however_long_one_works(qapp, tmp_path, monkeypatch):
    buttons = QMessageBox.StandardButton
    monkeypatch.setattr(files, "ask_to_save", lambda *_: buttons.Discard)
    monkeypatch.setattr(files, "ask_to_overwrite", lambda *_: buttons.Yes)
    monkeypatch.setattr(Hand, "folder", tmp_path)
    hand, chance, sampled = Hand(), Random(SEED), []
    hand.begin("xor")
    hand.window.settings.undo_mib, hand.window.settings.recording_mib = UNDO, RECORDING
    doing, done = actions(chance), deque(maxlen=12)
    started, count = perf_counter(), 0
    while (passed := perf_counter() - started) < SECONDS:
        if count % 150 == 149:
            hand.begin_anew(chance.choice(sorted(BEGINNINGS)))
        name = chance.choice(list(doing))
        done.append((name, *(values := doing[name]())))
        try:
            getattr(hand, name)(*values)
            hand.everything_agrees()
        except Exception:
            print(f"\nSeed {SEED}, action {count}, after {list(done)}")
            raise
        count += 1
        if count % 150 == 0:
            gc.collect()
            sampled.append((passed, memory()))
    hand.teardown()
    times, sizes = np.array(sampled).T
    settled = times > SECONDS / 3
    first, last = np.array_split(sizes[settled], 2)
    growth = float(np.median(last) - np.median(first))
    print(f"\n{count:,} actions in {SECONDS:.0f} s; {sizes[0]:.0f} MiB at first,", end=" ")
    print(f"{np.median(first):.0f}, then {np.median(last):.0f} MiB: {growth:+.1f} MiB")
    assert growth < 8
