"""The short style sheet over Fusion: what a palette alone cannot say."""

from __future__ import annotations

from string import Template

from nnviz.diagram.style import Theme

_SHEET = Template("""
QMainWindow, QDialog { background: $chrome; }
QMainWindow::separator { background: $chrome; width: 8px; height: 8px; }
QToolTip { background: $tip; color: #FFFFFF; border: 1px solid $tip; padding: 5px 10px; }

QMenuBar { background: $chrome; color: $ink2; padding: 0 8px; }
QMenuBar::item { background: transparent; padding: 6px 9px; border-radius: 6px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $sunken; color: $ink; }
QMenu { background: $field; color: $ink; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 23px 5px 11px; border: 1px solid transparent; border-radius: 6px; }
QMenu::item:selected { background: $sunken; border-color: $accent; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $hair; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QToolBar { background: $chrome; border: none; spacing: 4px; padding: 0 12px; }
QStatusBar { background: $chrome; color: $ink2; }
QStatusBar::item { border: none; }
QToolButton { background: transparent; border: none; border-radius: 7px; padding: 4px;
    color: $ink; }
QToolButton:hover { background: $sunken; }
QToolButton:pressed { background: $hair; }
QToolButton:focus { border: 2px solid $accent; padding: 2px; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="quiet"], QToolButton[kind="quiet"]:disabled { color: $ink2; }
QToolButton[kind="quiet"]:disabled { background: transparent; }

QPushButton { background: $field; color: $ink; border: 1px solid $border; border-radius: 7px;
    padding: 0 14px; min-height: 32px; }
QPushButton:hover { background: $sunken; }
QPushButton:focus { border: 2px solid $accent; padding: 0 13px; min-height: 30px; }
QPushButton:disabled { background: $sunken; color: $disabled; border-color: $sunken; }
QPushButton[kind="primary"], QPushButton:default { background: $accent; color: $on_accent;
    border-color: $accent; }
QPushButton[kind="primary"]:hover, QPushButton:default:hover { background: $accent_hover; }
QPushButton[kind="primary"]:focus, QPushButton:default:focus { border: 6px double $on_accent;
    padding: 0 9px; min-height: 22px; }
QPushButton[kind="primary"]:disabled, QPushButton:default:disabled { background: $sunken;
    color: $disabled; border-color: $sunken; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: $ink2; }
QPushButton[kind="quiet"]:hover { color: $ink; background: $sunken; }
QPushButton[kind="quiet"]:focus { border-color: $accent; }

QPushButton[kind="segment"] { background: transparent; border: 1px solid transparent;
    border-radius: 6px; color: $ink2; padding: 0 12px; min-height: 24px; }
QPushButton[kind="segment"]:hover { color: $ink; }
QPushButton[kind="segment"]:checked { background: $raised; color: $ink; border-color: $hair; }
QPushButton[kind="segment"]:focus { border: 2px solid $accent; padding: 0 11px; min-height: 22px; }
QToolButton[kind="segment"] { border-radius: 6px; }
QToolButton[kind="segment"]:checked { background: $raised; border: 1px solid $hair; }
QToolButton[kind="segment"]:focus { border: 2px solid $accent; padding: 2px; }
QPushButton[kind="segment"]:disabled { color: $disabled; }
QFrame[role="switch"] { background: $sunken; border: none; border-radius: 8px; }
QFrame[role="card"] { background: $surface; border: 1px solid $hair; border-radius: 10px; }
QFrame[role="bar-error"] { background: $error_ground; border: none; border-radius: 8px; }
QFrame[role="bar-warning"] { background: $warn_ground; border: none; border-radius: 8px; }
QPushButton[kind="warn"] { background: transparent; border-color: transparent; color: $warn; }
QPushButton[kind="warn"]:focus { border-color: $warn; }
QFrame[role="result"] { background: $accent_soft; border: none; border-radius: 6px; }
QFrame[role="visit"] { background: $accent_soft; border: none; border-radius: 13px; }
QPushButton[kind="pill"] { background: $surface; border: 1px solid transparent;
    border-radius: 10px; padding: 0 9px; min-height: 18px; }
QPushButton[kind="pill"]:hover { background: $sunken; }
QPushButton[kind="pill"]:focus { border: 2px solid $accent; padding: 0 8px; min-height: 16px; }
QFrame[role="rule"] { background: $hair; border: none; }

QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; color: $ink2; border: none; padding: 4px 0 6px 0;
    margin-right: 18px; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $ink; border-bottom-color: $accent; }
QTabBar::tab:selected:focus { border-bottom-width: 4px; padding-bottom: 4px; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox { background: $field; color: $ink;
    border: 1px solid $border; border-radius: 6px; padding: 4px 10px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus {
    border: 2px solid $accent; padding: 3px 9px; }
QLineEdit:disabled { background: $sunken; color: $ink3; border-color: $sunken; }
QLineEdit[kind="number"] { padding: 0 9px; }
QLineEdit[kind="number"]:focus { padding: 0 8px; }
QLineEdit[kind="number"][wrong="true"] { border: 2px solid $error; padding: 0 8px; }

QComboBox QAbstractItemView { background: $field; border: 1px solid $border; border-radius: 6px;
    padding: 4px; outline: none; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 7px; border-radius: 5px;
    border: 1px solid transparent; }
QComboBox QAbstractItemView::item:selected { background: $accent_soft; color: $ink;
    border-color: $accent; }
QListView, QTreeView, QTableView { background: $field; color: $ink; border: 1px solid $hair;
    border-radius: 8px; gridline-color: $hair; outline: none;
    selection-background-color: $accent_soft; selection-color: $ink; }
QListView:focus, QTreeView:focus, QTableView:focus { border: 2px solid $accent; }
QComboBox QAbstractItemView:focus { border: 1px solid $border; }
QListView::indicator:unchecked { background: $field; border: 1px solid $ink3; border-radius: 2px;
    width: 11px; height: 11px; }
QListView::indicator:unchecked:disabled { border-color: $border; }
QHeaderView::section { background: $chrome; color: $ink2; border: none;
    border-bottom: 1px solid $hair; padding: 4px 8px; }
QTableCornerButton::section { background: $chrome; border: none; border-bottom: 1px solid $hair; }

QScrollArea, QScrollArea > QWidget > QWidget[role="panel"] { background: transparent;
    border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $track; border-radius: 3px; margin: 2px; min-height: 24px;
    min-width: 24px; }
QScrollBar::handle:hover { background: $ink3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $track; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QLabel { color: $ink; background: transparent; }
QLabel[role="section"], QLabel[role="secondary"], QLabel[role="small"] { color: $ink2; }
QLabel[role="unit"] { color: $ink3; }
QLabel[role="accent"] { color: $accent; }
QLabel[role="error"] { color: $error; }
QLabel[bar="error"] { color: $error_heading; }
QLabel:disabled { color: $disabled; }
""")


def style_sheet(theme: Theme, tip: str, disabled: str, accent_hover: str) -> str:
    """Return the sheet in the colours of `theme`."""
    return _SHEET.substitute(vars(theme), tip=tip, disabled=disabled, accent_hover=accent_hover)
