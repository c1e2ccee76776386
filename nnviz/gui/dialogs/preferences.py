"""Preferences; all but the size take effect at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnviz.gui.accessible_number import announce
from nnviz.gui.dialogs.form import Form
from nnviz.gui.scale import shown_scale
from nnviz.gui.settings import DIGITS, RECORDING_MIB, SCALES, UNDO_MIB, Settings
from nnviz.gui.widgets.labels import Label
from nnviz.gui.widgets.number_field import NumberField
from nnviz.gui.widgets.select import Select
from nnviz.gui.widgets.switch import Switch

_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
_CONTRASTS = (("system", "As the system"), ("normal", "Normal"), ("high", "High"))
_WHEELS = (("zoom", "Zooms, scrolls with Ctrl"), ("scroll", "Scrolls, zooms with Ctrl"))
_NUMBERS = (
    ("auto", "Where there is room"),
    ("all", "As many as fit"),
    ("selected", "Of the selection only"),
    ("none", "None"),
)
_SIZES = tuple((str(scale), f"{scale} %") for scale in SCALES)
_Choices = tuple[tuple[str, str], ...]


class PreferencesDialog(Form):
    """Digits, theme, size, wheel, the picture of the network, memory, motion."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        tip = "Close; all but the size is in effect already"
        super().__init__("Preferences", "Done", tip, parent)
        self._settings, self._wrong = settings, ""
        self.cancel.hide()
        self.digits = _Whole(settings, "digits", "Digits shown", DIGITS)
        self.digits.setToolTip(f"Decimals, {DIGITS[0]} to {DIGITS[1]}; ↑ and ↓ step them")
        self.theme = _Choice(settings, "theme", _THEMES, "Light or dark ground")
        self.contrast = _Choice(
            settings, "contrast", _CONTRASTS, "How far text and lines stand out"
        )
        self.scale = _Choice(
            settings, "scale", _SIZES, "The size of text and all else, from the next start on"
        )
        self.restart = Label(role="secondary", wrap=True)
        self.wheel = _Choice(settings, "wheel", _WHEELS, "What the wheel does on the canvas")
        self.numbers = _Choice(settings, "numbers", _NUMBERS, "Which numbers stand beside edges")
        self.curved = _Toggle(
            settings, "curved", "Curved edges", "Let edges leave and arrive level"
        )
        self.vertical = _Toggle(
            settings, "vertical", "From top to bottom", "Let layers stand one under the other"
        )
        self.memory = _Whole(settings, "recording_mib", "Memory", RECORDING_MIB)
        self.memory.setToolTip("MiB that the recording of training may take, to go back in it")
        self.undo = _Whole(settings, "undo_mib", "Memory for undo", UNDO_MIB)
        self.undo.setToolTip("MiB that what can be undone may take; the oldest goes first")
        self.motion = _Toggle(
            settings,
            "reduce_motion",
            "Reduce motion: pulses become steps",
            "Nothing slides or fades: what changes, jumps",
        )
        self._lay_out()

    def _lay_out(self) -> None:
        self.setMinimumWidth(590)
        self.rows.setVerticalSpacing(8)
        self.row("Digits shown", self.digits)
        self.row("Theme", self.theme)
        self.row("Contrast", self.contrast)
        self.row("Size, from the next start", self.scale)
        self.rows.addRow("", self.restart)
        self.row("Wheel on the canvas", self.wheel)
        self.row("Numbers on edges", self.numbers)
        self.row("Memory for the recording, MiB", self.memory)
        self.row("Memory for undo, MiB", self.undo)
        picture = QHBoxLayout()  # side by side: at twice the size, too, the dialog fits a screen
        picture.setSpacing(16)
        for switch in (self.curved, self.vertical):
            picture.addWidget(switch)
        picture.addStretch(1)
        self.rows.addRow("", picture)
        self.rows.addRow("", self.motion)
        for field in (self.digits, self.memory, self.undo):
            field.refused.connect(self._refuse)
        self.scale.chosen.connect(self._tell_of_restart)
        self._tell_of_restart()

    def take(self) -> str | None:
        """Close: everything was taken already, unless digits were just typed that cannot be."""
        wrong, self._wrong = self._wrong, ""
        return wrong or None

    def _refuse(self, sentence: str) -> None:
        self._wrong = sentence
        self.problem.say(sentence)

    def _tell_of_restart(self) -> None:
        """Say when a size that is not the present one takes effect."""
        wanted, shown = self._settings.scale, shown_scale()
        self.restart.setText(
            f"Close nnviz and start it again to see it at {wanted} %; until then it stays at "
            f"{shown} %."
        )
        self.restart.setHidden(wanted == shown)
        if not self.restart.isHidden():
            announce(self, self.restart.text())


class _Choice(Select):
    """A setting that is one of several."""

    def __init__(self, settings: Settings, key: str, choices: _Choices, tip: str) -> None:
        super().__init__("", tip)
        self._settings, self._key, self._kind = settings, key, type(getattr(settings, key))
        self.set_choices(choices)
        self.set_key(str(getattr(settings, key)))
        self.chosen.connect(self._keep)

    def _keep(self, key: str) -> None:
        setattr(self._settings, self._key, self._kind(key))


class _Toggle(Switch):
    """A setting that is on or off."""

    def __init__(self, settings: Settings, key: str, words: str, tip: str) -> None:
        super().__init__(words, tip)
        self._settings, self._key = settings, key
        self.setChecked(getattr(settings, key))
        self.toggled.connect(self._keep)

    def _keep(self, on: bool) -> None:
        setattr(self._settings, self._key, on)


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
        self.set_value(value)

    def _keep_stepped(self, by: int, _gesture: object) -> None:
        least, most = self._limits
        self._keep(min(max(getattr(self._settings, self._key) + by, least), most))


def _whole(name: str, limits: tuple[int, int]) -> Callable[[str], float]:
    """Return what reads a whole number within `limits`."""
    least, most = limits

    def read(text: str) -> float:
        typed = text.strip()
        if not (typed.isascii() and typed.isdigit() and least <= int(typed[:9]) <= most):
            raise ValueError(f"{name}: type a whole number from {least:,} to {most:,}.")
        return int(typed)

    return read
