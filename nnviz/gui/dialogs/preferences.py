"""Preferences; each takes effect at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from nnviz.gui.dialogs.form import Form
from nnviz.gui.settings import DIGITS, RECORDING_MIB, SCALES, Settings
from nnviz.gui.widgets.number_field import NumberField
from nnviz.gui.widgets.select import Select
from nnviz.gui.widgets.switch import Switch

_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
_CONTRASTS = (("system", "As the system"), ("normal", "Normal"), ("high", "High"))
_WHEELS = (("zoom", "Zooms"), ("scroll", "Scrolls, zooms with Ctrl"))


class PreferencesDialog(Form):
    """Digits, theme, wheel, motion, memory."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("Preferences", "Done", parent)
        self._settings = settings
        self._wrong = ""
        self.cancel.hide()
        self.digits = NumberField(_whole("Digits shown", DIGITS))
        self.digits.set_value(settings.digits)
        self.digits.setToolTip(f"Decimals, {DIGITS[0]} to {DIGITS[1]}; ↑ and ↓ step them")
        self.memory = NumberField(_whole("Memory", RECORDING_MIB))
        self.memory.set_value(settings.recording_mib)
        self.memory.setToolTip("MiB that the recording of training may take, to go back in it")
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
        self.motion = Switch("Reduce motion: pulses become steps")
        self.motion.setChecked(settings.reduce_motion)
        self.setMinimumWidth(400)
        self.row("Digits shown", self.digits)
        self.row("Theme", self.theme)
        self.row("Contrast", self.contrast)
        self.row("Size, from the next start", self.scale)
        self.row("Wheel on the canvas", self.wheel)
        self.row("Memory for the recording, MiB", self.memory)
        self.rows.addRow("", self.motion)
        self.digits.edited.connect(self._set_digits)
        self.digits.stepped.connect(self._step_digits)
        self.memory.edited.connect(self._set_memory)
        self.memory.stepped.connect(self._step_memory)
        for field in (self.digits, self.memory):
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

    def _set_digits(self, value: float) -> None:
        self._settings.digits = int(value)

    def _step_digits(self, by: int, _gesture: object) -> None:
        least, most = DIGITS
        self._settings.digits = min(max(self._settings.digits + by, least), most)
        self.digits.set_value(self._settings.digits)

    def _set_memory(self, value: float) -> None:
        self._settings.recording_mib = int(value)

    def _step_memory(self, by: int, _gesture: object) -> None:
        least, most = RECORDING_MIB
        self._settings.recording_mib = min(max(self._settings.recording_mib + by, least), most)
        self.memory.set_value(self._settings.recording_mib)

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


def _whole(name: str, limits: tuple[int, int]) -> Callable[[str], float]:
    """Return what reads a whole number within `limits`."""
    least, most = limits

    def read(text: str) -> float:
        typed = text.strip()
        if not (typed.isascii() and typed.isdigit() and least <= int(typed[:9]) <= most):
            raise ValueError(f"{name}: type a whole number from {least:,} to {most:,}.")
        return int(typed)

    return read
