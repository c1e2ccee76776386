"""Preferences; each takes effect at once."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox, QWidget

from nnviz.gui.dialogs.form import Form
from nnviz.gui.settings import DIGITS, Settings
from nnviz.gui.widgets.select import Select
from nnviz.gui.widgets.switch import Switch

_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
_WHEELS = (("zoom", "Zooms"), ("scroll", "Scrolls, zooms with Ctrl"))


class PreferencesDialog(Form):
    """Digits, theme, wheel, motion."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("Preferences", "Done", parent)
        self._settings = settings
        self.cancel.hide()
        self.digits = QSpinBox(minimum=DIGITS[0], maximum=DIGITS[1], value=settings.digits)
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
        self.digits.valueChanged.connect(self._set_digits)
        self.theme.chosen.connect(self._set_theme)
        self.wheel.chosen.connect(self._set_wheel)
        self.motion.toggled.connect(self._set_motion)

    def take(self) -> str | None:
        """Close: everything was taken already."""
        return None

    def _set_digits(self, value: int) -> None:
        self._settings.digits = value

    def _set_theme(self, key: str) -> None:
        self._settings.theme = key

    def _set_wheel(self, key: str) -> None:
        self._settings.wheel = key

    def _set_motion(self, reduce: bool) -> None:
        self._settings.reduce_motion = reduce
