"""Preferences; each takes effect at once."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from nnviz.gui.dialogs.form import Form
from nnviz.gui.settings import DIGITS, Settings
from nnviz.gui.widgets.number_field import NumberField
from nnviz.gui.widgets.select import Select
from nnviz.gui.widgets.switch import Switch

_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
_WHEELS = (("zoom", "Zooms"), ("scroll", "Scrolls, zooms with Ctrl"))


class PreferencesDialog(Form):
    """Digits, theme, wheel, motion."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("Preferences", "Done", parent)
        self._settings = settings
        self._wrong = ""
        self.cancel.hide()
        self.digits = NumberField(_digits)
        self.digits.set_value(settings.digits)
        self.digits.setToolTip(f"Decimals, {DIGITS[0]} to {DIGITS[1]}; ↑ and ↓ step them")
        self.theme = Select("Theme")
        self.theme.set_choices(_THEMES)
        self.theme.set_key(settings.theme)
        self.wheel = Select("Wheel")
        self.wheel.set_choices(_WHEELS)
        self.wheel.set_key(settings.wheel)
        self.motion = Switch("Reduce motion: pulses become steps")
        self.motion.setChecked(settings.reduce_motion)
        self.setMinimumWidth(400)
        self.row("Digits shown", self.digits)
        self.row("Theme", self.theme)
        self.row("Wheel on the canvas", self.wheel)
        self.rows.addRow("", self.motion)
        self.digits.edited.connect(self._set_digits)
        self.digits.stepped.connect(self._step_digits)
        self.digits.refused.connect(self._refuse)
        self.theme.chosen.connect(self._set_theme)
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

    def _set_theme(self, key: str) -> None:
        self._settings.theme = key

    def _set_wheel(self, key: str) -> None:
        self._settings.wheel = key

    def _set_motion(self, reduce: bool) -> None:
        self._settings.reduce_motion = reduce


def _digits(text: str) -> float:
    least, most = DIGITS
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and least <= int(typed[:9]) <= most):
        raise ValueError(f"Digits shown: type a whole number from {least} to {most}.")
    return int(typed)
