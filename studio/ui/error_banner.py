"""The banner at the top of a tab: what went wrong and the next step, never in the way."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from studio.core.errors import ErrorInfo
from studio.ui import icons, theme
from studio.ui.base import button, label, name_tool, named, role, tool
from studio.ui.flow_layout import Flow
from studio.ui.translations import error_text

ACTIONABLE = {"model-missing", "model-none-for-task", "model-damaged", "model-wrong-kind"}
"""Codes whose next step is in the model library."""


class ErrorBanner(QFrame):
    """Shows one error; hidden while there is none. ``modelsWanted`` asks for the model library."""

    modelsWanted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "error")
        self.info: ErrorInfo | None = None
        self._icon = QLabel()
        self._what = role(label(wrap=True), "heading")
        self._remedy = label(wrap=True)
        self._models = button("download", "", lambda: self.modelsWanted.emit(self.info))
        self._toggle = button("", "link", self._toggle_details)
        self._copy = tool("copy", self._copy_all)
        self._close = tool("close", self.dismiss)
        self._details = QPlainTextEdit(readOnly=True)
        self._details.setMaximumHeight(160)
        self._details.setTabChangesFocus(True)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._what)
        words.addWidget(self._remedy)
        top = QHBoxLayout()
        top.setSpacing(10)
        upper = Qt.AlignmentFlag.AlignTop
        top.addWidget(self._icon, 0, upper)
        top.addLayout(words, 1)
        top.addWidget(self._copy, 0, upper)
        top.addWidget(self._close, 0, upper)
        # All of the width below the words: in a narrow window they would cut the buttons.
        actions = Flow(spacing=8)
        below = QVBoxLayout()
        below.setContentsMargins(30, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(actions)
        below.addWidget(self._details)
        self._details.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 8, 10)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(below)
        actions.set_widgets([self._models, self._toggle])
        self.hide()
        self._tint()
        theme.signals.changed.connect(self._tint)
        self.retranslate()

    def show_error(self, info: ErrorInfo) -> None:
        """Show an error in the place of the one before."""
        self.info = info
        self._details.hide()
        self._toggle.setVisible(bool(_detail(info)))
        self._models.setVisible(info.code in ACTIONABLE)
        self.retranslate()
        self.show()

    def dismiss(self) -> None:
        self.info = None
        self.hide()
        self.closed.emit()

    def text(self) -> str:
        """The whole error as it is copied."""
        if self.info is None:
            return ""
        parts = [*error_text(self.info), f"[{self.info.code}]", _detail(self.info)]
        return "\n".join(p for p in parts if p)

    def retranslate(self) -> None:
        name_tool(self._copy, self.tr("Copy this message"))
        name_tool(self._close, self.tr("Close this message"))
        named(self._details, self.tr("Details of the error"))
        self._models.setText(self.tr("Open the model library…"))
        named(self._models, self._models.text())
        self._label_toggle()
        if self.info is not None:
            what, remedy = error_text(self.info)
            self._what.setText(what)
            self._remedy.setText(remedy)
            self._remedy.setVisible(bool(remedy))
            self._details.setPlainText(_detail(self.info))
            self.setAccessibleName(what)
            self.setAccessibleDescription(remedy)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _label_toggle(self) -> None:
        shown = not self._details.isHidden()
        self._toggle.setText(self.tr("Hide details") if shown else self.tr("Show details"))
        named(self._toggle, self._toggle.text())

    def _toggle_details(self) -> None:
        self._details.setVisible(self._details.isHidden())
        self._label_toggle()

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    def _tint(self) -> None:
        self._icon.setPixmap(icons.pixmap("error", 20, "danger", self.devicePixelRatioF()))


def _detail(info: ErrorInfo) -> str:
    """What is behind an error: those that it gathers in the user's language, or what was told as it came."""
    return "\n".join(f"{name}: {' '.join(error_text(cause))}" for name, cause in info.causes) or info.detail
