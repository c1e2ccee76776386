"""The user's preferences, kept between sessions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from nnviz.gui.wishes import wants_little_motion

if TYPE_CHECKING:
    from nnviz.diagram.options import Numbers

T = TypeVar("T", bool, int, str)
MOST_RECENT = 8
DIGITS = (2, 10)
THEMES = ("system", "light", "dark")
CONTRASTS = ("system", "normal", "high")
SCALES = (100, 125, 150, 175, 200)
RECORDING_MIB = (8, 4096)
UNDO_MIB = (8, 4096)
WHEELS = ("zoom", "scroll")
NUMBERS = ("auto", "all", "selected", "none")


class Settings(QObject):
    """Preferences over a `QSettings` store; `changed` says that one of them was set."""

    changed = Signal()

    def __init__(self, store: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store if store is not None else QSettings("nnviz", "nnviz")

    @property
    def digits(self) -> int:
        """Decimals of displayed numbers, 2 to 10."""
        return _within(DIGITS, self._read("digits", 4))

    @digits.setter
    def digits(self, value: int) -> None:
        self._write("digits", _within(DIGITS, value))

    @property
    def theme(self) -> str:
        """One of "system", "light" and "dark"."""
        return _one_of(self._read("theme", "system"), THEMES)

    @theme.setter
    def theme(self, value: str) -> None:
        self._write("theme", _one_of(value, THEMES))

    @property
    def contrast(self) -> str:
        """One of "system", "normal" and "high"."""
        return _one_of(self._read("contrast", "system"), CONTRASTS)

    @contrast.setter
    def contrast(self, value: str) -> None:
        self._write("contrast", _one_of(value, CONTRASTS))

    @property
    def scale(self) -> int:
        """The size of text and all else in per cent, from the next start on."""
        scale = self._read("scale", SCALES[0])
        return scale if scale in SCALES else SCALES[0]

    @scale.setter
    def scale(self, value: int) -> None:
        self._write("scale", value)

    @property
    def reduce_motion(self) -> bool:
        """Whether motion becomes jumps; until it is chosen here, as the system is set."""
        return self._read("reduce_motion", wants_little_motion())

    @reduce_motion.setter
    def reduce_motion(self, value: bool) -> None:
        self._write("reduce_motion", value)

    @property
    def recording_mib(self) -> int:
        """Memory that the recording of training may take, in MiB."""
        return _within(RECORDING_MIB, self._read("recording_mib", 64))

    @recording_mib.setter
    def recording_mib(self, value: int) -> None:
        self._write("recording_mib", _within(RECORDING_MIB, value))

    @property
    def undo_mib(self) -> int:
        """Memory that what can be undone may take, in MiB."""
        return _within(UNDO_MIB, self._read("undo_mib", 256))

    @undo_mib.setter
    def undo_mib(self, value: int) -> None:
        self._write("undo_mib", _within(UNDO_MIB, value))

    @property
    def wheel(self) -> str:
        """What the wheel does on the canvas, "zoom" or "scroll"."""
        return _one_of(self._read("wheel", "zoom"), WHEELS)

    @wheel.setter
    def wheel(self, value: str) -> None:
        self._write("wheel", _one_of(value, WHEELS))

    @property
    def numbers(self) -> Numbers:
        """Which numbers stand beside edges: one of "auto", "all", "selected" and "none"."""
        return cast("Numbers", _one_of(self._read("numbers", "auto"), NUMBERS))

    @numbers.setter
    def numbers(self, value: str) -> None:
        self._write("numbers", _one_of(value, NUMBERS))

    @property
    def curved(self) -> bool:
        """Whether edges are curves."""
        return self._read("curved", False)

    @curved.setter
    def curved(self, value: bool) -> None:
        self._write("curved", value)

    @property
    def vertical(self) -> bool:
        """Whether layers stand one under the other."""
        return self._read("vertical", False)

    @vertical.setter
    def vertical(self, value: bool) -> None:
        self._write("vertical", value)

    def recent(self) -> list[Path]:
        """Return the files last opened or saved that still exist, the newest first."""
        stored = self._store.value("recent")
        names = [stored] if isinstance(stored, str) else list(cast(list[str], stored or []))
        return [path for path in map(Path, names) if path.is_file()]

    def add_recent(self, path: Path) -> None:
        """Put `path` at the head of the recent files."""
        path = path.resolve()
        others = [other for other in self.recent() if other != path]
        self._store.setValue("recent", [str(p) for p in (path, *others)][:MOST_RECENT])

    def forget_recent(self) -> None:
        """Empty the list of recent files."""
        self._store.remove("recent")

    def layout(self, name: str) -> QByteArray:
        """Return the stored window layout `name`, empty if there is none."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_layout(self, name: str, value: QByteArray | bytes) -> None:
        """Store the window layout `name`."""
        self._store.setValue(f"layout/{name}", QByteArray(value))

    def _read(self, key: str, default: T) -> T:
        value = self._store.value(key)
        convert: Callable[[Any], Any] = _as_bool if isinstance(default, bool) else type(default)
        try:
            return default if value is None else convert(value)
        except (TypeError, ValueError):
            return default

    def _write(self, key: str, value: T) -> None:
        if value != self._read(key, value) or not self._store.contains(key):
            self._store.setValue(key, value)
            self.changed.emit()


def _as_bool(value: object) -> bool:
    return value if isinstance(value, bool) else str(value).lower() in ("true", "1")


def _within(limits: tuple[int, int], value: int) -> int:
    return min(max(value, limits[0]), limits[1])


def _one_of(value: str, choices: tuple[str, ...]) -> str:
    return value if value in choices else choices[0]
