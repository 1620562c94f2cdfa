"""Small helpers of every view: roles for the style sheet, names for assistive technology, retranslation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QScrollArea, QTabBar, QToolButton, QWidget

from studio.ui import icons

W = TypeVar("W", bound=QWidget)


def role(widget: W, name: str) -> W:
    """Give a widget its role in the style sheet."""
    widget.setProperty("role", name)
    return widget


def set_role(widget: QWidget, name: str) -> None:
    """Change the role of a widget that is shown already."""
    if widget.property("role") != name:
        set_styled(widget, "role", name)


def set_styled(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at."""
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def named(widget: W, name: str, hint: str = "") -> W:
    """Give a widget its accessible name, and a tooltip where it has no text of its own."""
    widget.setAccessibleName(name)
    if hint:
        widget.setToolTip(hint)
    return widget


def label(text: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    result = QLabel(text)
    if kind:
        role(result, kind)
    if wrap:
        result.setWordWrap(True)
    return result


def line(*, vertical: bool = False) -> QFrame:
    return role(QFrame(), "vline" if vertical else "line")


def add_entry(menu: QMenu, text: str, icon: str, slot: Callable[[], object], keys: str = "") -> None:
    """An entry of a menu that pops up; ``keys`` are shown where the same can be had by them."""
    action = menu.addAction(text)
    if icon:
        icons.set_icon(action, icon, "text2")
    if keys:
        action.setShortcut(QKeySequence(keys))
    action.triggered.connect(lambda: slot())


def tool(icon: str, slot: Callable[[], object] | None = None, *, checkable: bool = False) -> QToolButton:
    """A quiet icon button; its name and tooltip come with ``name_tool`` at every retranslation."""
    button = role(QToolButton(), "quiet")
    button.setIconSize(QSize(16, 16))
    button.setCheckable(checkable)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    icons.set_icon(button, icon, "text2")
    if slot is not None:
        button.clicked.connect(lambda: slot())
    return button


def name_tool(button: QToolButton | QPushButton, name: str, shortcut: str = "") -> None:
    """Name an icon button; the tooltip says its shortcut too."""
    button.setAccessibleName(name)
    button.setToolTip(f"{name} ({shortcut})" if shortcut else name)


def button(icon: str = "", kind: str = "", slot: Callable[[], object] | None = None) -> QPushButton:
    """A push button; its text comes at retranslation."""
    result = QPushButton()
    if kind:
        role(result, kind)
    if icon:
        icons.set_icon(result, icon, "on_accent" if kind == "primary" else "text")
        result.setIconSize(QSize(16, 16))
    result.setAutoDefault(False)
    if slot is not None:
        result.clicked.connect(lambda: slot())
    return result


def scroll_area(content: QWidget) -> QScrollArea:
    """A frameless area that scrolls its content up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(role(content, "scroll"))
    return area


class Translated(QWidget):
    """A widget that says its texts in :meth:`retranslate`, called at the end of its making and on LanguageChange."""

    lead: QWidget | None = None
    """The widget in this one that gets its focus. Qt's own focus proxy takes a place in Tab's way that cannot be moved."""

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        if self.lead is not None:
            self.lead.setFocus(reason)
        else:
            super().setFocus(reason)

    def retranslate(self) -> None:
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class Tabs(QTabBar):
    """A tab bar that wears the focus ring."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.setProperty("ring", False)
