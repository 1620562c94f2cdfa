"""Light and dark, from one table of tokens. Everything that has a colour asks here."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from studio.core import paths

GRID = 8
"""Pixels: every margin and gap is a multiple of half of it."""


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme as ``#rrggbb``. Texts meet WCAG AA on the surfaces they stand on (a test says which)."""

    name: str
    window: str
    panel: str
    raised: str
    field: str
    canvas: str
    hover: str
    pressed: str
    border: str
    border_strong: str
    text: str
    text2: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_text: str
    selection: str
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    success: str
    wave: str
    wave_played: str
    check_a: str
    check_b: str


LIGHT = Tokens(
    name="light",
    window="#f1f1f3",
    panel="#fafafb",
    raised="#ffffff",
    field="#ffffff",
    canvas="#e6e6e9",
    hover="#e9e9ed",
    pressed="#dddde2",
    border="#d9d9de",
    border_strong="#8b8d96",
    text="#1b1c1f",
    text2="#585b63",
    disabled="#9a9ca3",
    accent="#2d5fd0",
    accent_hover="#2654bd",
    accent_pressed="#1f47a3",
    on_accent="#ffffff",
    accent_text="#2453be",
    selection="#d9e4fb",
    danger="#b3261e",
    danger_soft="#fdeceb",
    warning="#7a4f00",
    warning_soft="#fdf3dc",
    success="#1b6e3c",
    wave="#9ba0ad",
    wave_played="#2d5fd0",
    check_a="#ffffff",
    check_b="#dedee2",
)

DARK = Tokens(
    name="dark",
    window="#1b1c1f",
    panel="#232428",
    raised="#2c2d32",
    field="#1d1e21",
    canvas="#151618",
    hover="#33353b",
    pressed="#3d3f46",
    border="#36383e",
    border_strong="#7b7e88",
    text="#ececef",
    text2="#a9acb5",
    disabled="#6d7079",
    accent="#3969da",
    accent_hover="#3d6de0",
    accent_pressed="#2c58bd",
    on_accent="#ffffff",
    accent_text="#8fb2ff",
    selection="#293d69",
    danger="#ff9d94",
    danger_soft="#3d2523",
    warning="#f0c36a",
    warning_soft="#3a301b",
    success="#7fd39c",
    wave="#6b6f7b",
    wave_played="#6f9bff",
    check_a="#5a5b60",
    check_b="#4a4b50",
)


class _Signals(QObject):
    changed = Signal()


class Theme:
    """The theme in use. One per process, like the application whose palette it sets."""

    def __init__(self) -> None:
        self.signals = _Signals()
        self.tokens = LIGHT
        self.choice = ""
        self._watched = False

    def apply(self, choice: str) -> None:
        """Use ``light``, ``dark`` or what the ``system`` says; live for every open window."""
        from studio.ui.style_sheet import style_sheet

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if not self._watched:
            self._watched = True
            QDir.addSearchPath("studio-icons", str(paths.resources_dir() / "icons"))
            app.setStyle("Fusion")
            QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        tokens = _tokens(choice)
        if tokens is self.tokens and self.choice:
            self.choice = choice
            return
        self.choice, self.tokens = choice, tokens
        app.setPalette(_palette(tokens))
        app.setStyleSheet(style_sheet(tokens))
        self.signals.changed.emit()

    def _system_changed(self) -> None:
        if self.choice == "system":
            self.apply("system")


_theme = Theme()
signals = _theme.signals


def apply(choice: str) -> None:
    _theme.apply(choice)


def current() -> Tokens:
    """The tokens of the theme in use."""
    return _theme.tokens


def color(token: str) -> QColor:
    """A token of the theme in use as a QColor."""
    return QColor(getattr(_theme.tokens, token))


def _tokens(choice: str) -> Tokens:
    if choice == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if choice == "dark" else LIGHT


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, value in (
        (roles.Window, t.window),
        (roles.WindowText, t.text),
        (roles.Base, t.field),
        (roles.AlternateBase, t.panel),
        (roles.Text, t.text),
        (roles.PlaceholderText, t.text2),
        (roles.Button, t.raised),
        (roles.ButtonText, t.text),
        (roles.BrightText, t.danger),
        (roles.ToolTipBase, t.raised),
        (roles.ToolTipText, t.text),
        (roles.Link, t.accent_text),
        (roles.LinkVisited, t.accent_text),
        (roles.Highlight, t.selection),
        (roles.HighlightedText, t.text),
        (roles.Accent, t.accent),
        (roles.Light, t.raised),
        (roles.Midlight, t.hover),
        (roles.Mid, t.border),
        (roles.Dark, t.border_strong),
        (roles.Shadow, "#000000"),
    ):
        palette.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.disabled))
    return palette
