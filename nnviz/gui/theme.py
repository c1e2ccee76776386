"""Put the look on the application: Fusion, its palette and the short style sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from nnviz.diagram.fonts import text_font
from nnviz.diagram.style import DARK, LIGHT, THEMES, Theme, contrasted, mix
from nnviz.gui.icons import coloured_icon
from nnviz.gui.stylesheet import style_sheet

_TIP = {"light": "#2A2A33", "dark": "#3A3B44"}
_shown: Theme = LIGHT


def current_theme() -> Theme:
    """Return the theme that is on screen; ask again whenever you paint."""
    return _shown


def apply_theme(name: str = "system", contrast: str = "normal") -> Theme:
    """Put 'light', 'dark' or the 'system' theme on the running application and return it.

    Its contrast is 'normal', 'high', or what the 'system' asks for.

    Every widget then receives a ``QEvent.PaletteChange``.
    """
    global _shown
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("a theme needs a QApplication: create it first")
    chosen = THEMES.get(name) or _system_theme()
    _shown = contrasted(chosen) if contrast == "high" or _system_asks(contrast) else chosen
    app.setStyle("Fusion")
    app.setFont(text_font(13))
    app.setPalette(palette(_shown))
    tip, disabled = _TIP[_shown.name], disabled_text(_shown).name()
    hover = mix(_shown.accent, _shown.ink, 0.12).name()
    app.setStyleSheet(style_sheet(_shown, tip, disabled, hover))
    return _shown


def _system_theme() -> Theme:
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def _system_asks(contrast: str) -> bool:
    """Return whether the system is asked, and wants high contrast (it can say since Qt 6.10)."""
    hints = getattr(QGuiApplication.styleHints(), "accessibility", None)
    if contrast != "system" or hints is None:
        return False
    return bool(hints().contrastPreference() == Qt.ContrastPreference.HighContrast)


def disabled_text(theme: Theme) -> QColor:
    """Return the colour of text that cannot be used now: half way to the window's grey."""
    return mix(theme.ink3, theme.chrome, 0.5)


def icon(name: str, size: int = 16, role: str = "ink2") -> QIcon:
    """Return a shipped icon in a colour of the present theme, crisp at any pixel ratio.

    Parameters
    ----------
    name : str
        The file in resources/icons without its ending, such as 'play'.
    size : int
        Logical pixels: 18 in the tool bar, 16 in panels, 14 in fields.
    role : str
        A colour of `Theme`, such as 'ink2', 'accent' or 'on_accent'.
    """
    return coloured_icon(name, size, getattr(_shown, role), _shown.ink3)


def palette(theme: Theme) -> QPalette:
    """Return Qt's palette in the colours of `theme`."""
    result = QPalette()
    for role, colour in _roles(theme).items():
        result.setColor(role, QColor(colour))
    off = disabled_text(theme)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        result.setColor(QPalette.ColorGroup.Disabled, role, off)
    result.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, off)
    return result


def _roles(theme: Theme) -> dict[QPalette.ColorRole, str]:
    role = QPalette.ColorRole
    return {
        role.Window: theme.chrome,
        role.WindowText: theme.ink,
        role.Base: theme.field,
        role.AlternateBase: theme.sunken,
        role.Text: theme.ink,
        role.Button: theme.field,
        role.ButtonText: theme.ink,
        role.BrightText: theme.error,
        role.PlaceholderText: theme.ink3,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.ToolTipBase: _TIP[theme.name],
        role.ToolTipText: "#FFFFFF",
        role.Light: theme.raised,
        role.Midlight: theme.hair,
        role.Mid: theme.border,
        role.Dark: theme.track,
        role.Shadow: theme.track,
    }
