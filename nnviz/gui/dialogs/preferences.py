"""Preferences; each takes effect at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from nnviz.gui.dialogs.form import Form
from nnviz.gui.settings import DIGITS, RECORDING_MIB, SCALES, UNDO_MIB, Settings
from nnviz.gui.widgets.number_field import NumberField
from nnviz.gui.widgets.select import Select
from nnviz.gui.widgets.switch import Switch

_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
_CONTRASTS = (("system", "As the system"), ("normal", "Normal"), ("high", "High"))
_WHEELS = (("zoom", "Zooms"), ("scroll", "Scrolls, zooms with Ctrl"))


class PreferencesDialog(Form):
    """Digits, theme, wheel, motion, memory."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("Preferences", "Done", "Close; all is in effect already", parent)
        self._settings = settings
        self._wrong = ""
        self.cancel.hide()
        self.digits = _Whole(settings, "digits", "Digits shown", DIGITS)
        self.digits.setToolTip(f"Decimals, {DIGITS[0]} to {DIGITS[1]}; ↑ and ↓ step them")
        self.memory = _Whole(settings, "recording_mib", "Memory", RECORDING_MIB)
        self.memory.setToolTip("MiB that the recording of training may take, to go back in it")
        self.undo = _Whole(settings, "undo_mib", "Memory for undo", UNDO_MIB)
        self.undo.setToolTip("MiB that what can be undone may take; the oldest goes first")
        self.theme = Select("Theme")
        self.theme.set_choices(_THEMES)
        self.theme.set_key(settings.theme)
        self.contrast = Select("Contrast")
        self.contrast.set_choices(_CONTRASTS)
        self.contrast.set_key(settings.contrast)
        self.scale = Select("Size", "The size of text and all else, from the next start on")
        self.scale.set_choices((str(scale), f"{scale} %") for scale in SCALES)
        self.scale.set_key(str(settings.scale))
        self.wheel = Select("Wheel")
        self.wheel.set_choices(_WHEELS)
        self.wheel.set_key(settings.wheel)
        self.motion = Switch(
            "Reduce motion: pulses become steps", "Nothing slides or fades: what changes, jumps"
        )
        self.motion.setChecked(settings.reduce_motion)
        self.setMinimumWidth(400)
        self.row("Digits shown", self.digits)
        self.row("Theme", self.theme)
        self.row("Contrast", self.contrast)
        self.row("Size, from the next start", self.scale)
        self.row("Wheel on the canvas", self.wheel)
        self.row("Memory for the recording, MiB", self.memory)
        self.row("Memory for undo, MiB", self.undo)
        self.rows.addRow("", self.motion)
        for field in (self.digits, self.memory, self.undo):
            field.refused.connect(self._refuse)
        self.theme.chosen.connect(self._set_theme)
        self.contrast.chosen.connect(self._set_contrast)
        self.scale.chosen.connect(self._set_scale)
        self.wheel.chosen.connect(self._set_wheel)
        self.motion.toggled.connect(self._set_motion)

    def take(self) -> str | None:
        """Close: everything was taken already, unless digits were just typed that cannot be."""
        wrong, self._wrong = self._wrong, ""
        return wrong or None

    def _refuse(self, sentence: str) -> None:
        self._wrong = sentence
        self.problem.say(sentence)

    def _set_theme(self, key: str) -> None:
        self._settings.theme = key

    def _set_contrast(self, key: str) -> None:
        self._settings.contrast = key

    def _set_scale(self, key: str) -> None:
        self._settings.scale = int(key)

    def _set_wheel(self, key: str) -> None:
        self._settings.wheel = key

    def _set_motion(self, reduce: bool) -> None:
        self._settings.reduce_motion = reduce


class _Whole(NumberField):
    """A setting that is a whole number within limits."""

    def __init__(self, settings: Settings, key: str, name: str, limits: tuple[int, int]) -> None:
        super().__init__(_whole(name, limits))
        self._settings, self._key, self._limits = settings, key, limits
        self.set_value(getattr(settings, key))
        self.edited.connect(self._keep)
        self.stepped.connect(self._keep_stepped)

    def _keep(self, value: float) -> None:
        setattr(self._settings, self._key, int(value))

    def _keep_stepped(self, by: int, _gesture: object) -> None:
        least, most = self._limits
        value = min(max(getattr(self._settings, self._key) + by, least), most)
        self._keep(value)
        self.set_value(value)


def _whole(name: str, limits: tuple[int, int]) -> Callable[[str], float]:
    """Return what reads a whole number within `limits`."""
    least, most = limits

    def read(text: str) -> float:
        typed = text.strip()
        if not (typed.isascii() and typed.isdigit() and least <= int(typed[:9]) <= most):
            raise ValueError(f"{name}: type a whole number from {least:,} to {most:,}.")
        return int(typed)

    return read
