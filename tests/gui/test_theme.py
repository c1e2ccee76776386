from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QLabel

from nnviz.data.resources import resource
from nnviz.diagram.style import DARK, LIGHT, fill, text_on
from nnviz.gui.theme import apply_theme, current_theme, icon
from nnviz.gui.widgets.icon_button import IconButton
from nnviz.gui.widgets.labels import Label


@pytest.fixture(autouse=True)
def _light_again(qapp):
    yield
    apply_theme("light")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_theme_sets_palette_style_and_font(qapp, theme):
    assert apply_theme(theme.name) is theme
    assert current_theme() is theme
    colours = qapp.palette()
    assert colours.color(QPalette.ColorRole.Window) == QColor(theme.chrome)
    assert colours.color(QPalette.ColorRole.Base) == QColor(theme.field)
    assert colours.color(QPalette.ColorRole.Highlight) == QColor(theme.accent)
    assert QFontInfo(qapp.font()).family() == "Inter"
    assert qapp.font().pixelSize() == 13


def test_system_is_one_of_the_two(qapp):
    assert apply_theme("system") in (LIGHT, DARK)


@pytest.mark.parametrize("ratio", [1.0, 2.0, 3.0])
def test_icons_are_drawn_in_the_themes_colour_at_every_resolution(qapp, ratio):
    for theme in (LIGHT, DARK):
        apply_theme(theme.name)
        picture = icon("play", 18, "accent").pixmap(QSize(18, 18), ratio)
        assert picture.size() == QSize(18, 18) * ratio
        image = picture.toImage()
        inked = [
            image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        ]
        assert inked
        accent = QColor(theme.accent)
        for colour in inked:
            assert abs(colour.red() - accent.red()) <= 2
            assert abs(colour.blue() - accent.blue()) <= 2


def test_every_shipped_icon_can_be_drawn(qapp):
    names = [path.stem for path in resource("icons").glob("*.svg")]
    assert len(names) > 20
    for name in names:
        image = icon(name, 16).pixmap(QSize(16, 16), 1.0).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16)), name


def test_an_unknown_icon_is_an_error(qapp):
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_icon_buttons_and_labels_follow_the_theme(qtbot):
    apply_theme("light")
    button, label = IconButton("x", "Close"), Label("loss", "secondary")
    qtbot.addWidget(button)
    qtbot.addWidget(label)
    before = button.icon().pixmap(16, 16).toImage()
    label.ensurePolished()
    apply_theme("dark")
    assert button.icon().pixmap(16, 16).toImage() != before
    assert label.palette().color(QLabel().foregroundRole()) == QColor(DARK.ink2)


@pytest.mark.parametrize("role", ["body", "secondary", "section", "title", "name"])
def test_a_hyphen_in_words_is_narrower_than_a_digit(qapp, role):
    apply_theme("light")
    for font in (Label("", role).font(), qapp.font()):
        metrics = QFontMetricsF(font)
        assert metrics.horizontalAdvance("-") < 0.8 * metrics.horizontalAdvance("0")


@pytest.mark.parametrize("role", ["number", "strong", "figure", "headline"])
def test_numbers_that_change_have_figures_of_one_width(qapp, role):
    metrics = QFontMetricsF(Label("", role).font())
    assert metrics.horizontalAdvance("1") == metrics.horizontalAdvance("8")


def _contrast(one, other):
    """WCAG 2.2's ratio of two colours' luminances."""

    def luminance(colour):
        channels = [c / 255 for c in (colour.red(), colour.green(), colour.blue())]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


LOOKS = [(name, contrast) for name in ("light", "dark") for contrast in ("normal", "high")]
_TEXTS = ("ink", "ink2", "ink3", "accent", "positive_text", "negative_text", "ok", "warn", "error")
_GROUNDS = ("chrome", "surface", "field", "sunken")
_ON_COLOUR = (
    ("on_accent", "accent"),
    ("ink", "raised"),
    ("ink2", "raised"),
    ("ink", "accent_soft"),
    ("ink2", "accent_soft"),
    ("ink", "halo"),
    ("warn", "warn_ground"),
    ("ink", "warn_ground"),
    ("error", "error_ground"),
    ("error_heading", "error_ground"),
    ("ink2", "error_ground"),
)


@pytest.mark.parametrize(("name", "contrast"), LOOKS)
def test_every_text_can_be_read_on_every_ground_it_stands_on(qapp, name, contrast):
    theme = apply_theme(name, contrast)
    pairs = [(text, ground) for text in _TEXTS for ground in _GROUNDS]
    ratios = {p: _contrast(getattr(theme, p[0]), getattr(theme, p[1])) for p in pairs}
    least = 7 if contrast == "high" else 4.5
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < least} == {}
    on = {p: _contrast(getattr(theme, p[0]), getattr(theme, p[1])) for p in _ON_COLOUR}
    assert {pair: ratio for pair, ratio in on.items() if ratio < 4.5} == {}


@pytest.mark.parametrize(("name", "contrast"), LOOKS)
def test_what_carries_meaning_without_words_stands_out_three_to_one(qapp, name, contrast):
    theme = apply_theme(name, contrast)
    marks = [theme.positive, theme.negative, theme.accent, theme.ink3, *theme.classes]
    grounds = [getattr(theme, ground) for ground in _GROUNDS]
    assert min(_contrast(mark, ground) for mark in marks for ground in grounds) >= 3
    if contrast == "high":
        assert min(_contrast(theme.border, ground) for ground in grounds) >= 4.5
        lines = (theme.track, theme.hair)
        assert min(_contrast(one, ground) for one in lines for ground in grounds) >= 3
    numbers = [fill(theme, k / 200, 1.0) for k in range(-200, 201)]
    assert min(_contrast(text_on(colour), colour) for colour in numbers) >= 4.5


@pytest.mark.parametrize("contrast", ["normal", "high"])
def test_a_theme_is_told_from_its_own_high_contrast(qapp, contrast):
    for name, plain in (("light", LIGHT), ("dark", DARK)):
        assert (apply_theme(name, contrast) == plain) == (contrast == "normal")


def test_the_size_chosen_holds_from_the_next_start(tmp_path):
    script = (
        "from nnviz.gui.settings import Settings\n"
        "from nnviz.gui.app import application\n"
        "import sys\n"
        "if len(sys.argv) > 1: Settings().scale = int(sys.argv[1])\n"
        "else: print(application().devicePixelRatio())\n"
    )
    env = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)}
    env.pop("QT_SCALE_FACTOR", None)
    for chosen, ratio in (("100", "1.0"), ("150", "1.5"), ("200", "2.0")):
        subprocess.run([sys.executable, "-c", script, chosen], env=env, check=True)
        start = [sys.executable, "-c", script]
        told = subprocess.run(start, env=env, check=True, capture_output=True, text=True)
        assert told.stdout.strip() == ratio
