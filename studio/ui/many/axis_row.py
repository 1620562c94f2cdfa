"""One axis of a grid: which setting, and its values written or chosen from a list."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout

from studio.core import axes
from studio.core.errors import ErrorInfo
from studio.presenters.grid import AxisText, GridPresenter
from studio.presenters.grid_axes import Choice
from studio.ui.base import Translated, label, name_tool, named, tool
from studio.ui.fields import ChoiceField
from studio.ui.many import axis_words

SEEDS = (2, 4, 8)
"""How many random seeds the list offers."""


class AxisRow(Translated):
    """``side`` is x or y; y may also vary nothing."""

    edited = Signal()

    def __init__(self, presenter: GridPresenter, side: str) -> None:
        super().__init__()
        self._presenter, self._side = presenter, side
        self.caption = label(kind="section")
        self.setting = ChoiceField()
        self.values = QLineEdit()
        self.choose = tool("chevron-down")
        self.choose.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.choose)
        menu.aboutToShow.connect(self._fill_menu)
        self.choose.setMenu(menu)
        self.hint = label(kind="caption", wrap=True)
        self.error = label(kind="danger", wrap=True)
        self._info: ErrorInfo | None = None
        self._touched = False
        """Whether the values were written in since the setting was chosen: before that nothing is wrong with them."""
        row = QHBoxLayout()
        row.setSpacing(8)
        self.setting.setFixedWidth(200)
        row.addWidget(self.setting)
        row.addWidget(self.values, 1)
        row.addWidget(self.choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.caption)
        layout.addLayout(row)
        for text in (self.hint, self.error):
            text.setIndent(2)
            layout.addWidget(text)
        self.setting.changed.connect(self._setting_chosen)
        self.values.textChanged.connect(self._written)
        self.show_axis()
        self.retranslate()

    def show_axis(self) -> None:
        """What the presenter has."""
        axis = self._presenter.axes[self._side]
        self._fill_settings()
        self.setting.set_value(axis.setting)
        with QSignalBlocker(self.values):
            self.values.setText(axis.text)
        self._show_kind()

    def show_error(self, info: ErrorInfo | None) -> None:
        self._info = info
        if not self._touched and not self.values.text().strip():
            info = None
        self.error.setText(axis_words.problem(self.setting.value() or "", info) if info is not None else "")
        self.error.setVisible(info is not None)
        self.hint.setVisible(info is None and bool(self.setting.value()))
        self.values.setAccessibleDescription(self.error.text() or self.hint.text())

    def _fill_settings(self) -> None:
        tab = self._presenter.tab
        named_settings = [(s, axis_words.setting_name(s, tab)) for s in self._presenter.settings()]
        none = [("", self.tr("Nothing: one row"))] if self._side == "y" else []
        self.setting.set_choices([*none, *named_settings])

    def _setting_chosen(self, setting: str) -> None:
        self._touched = False
        with QSignalBlocker(self.values):
            self.values.setText(self._presenter.suggested(setting) if setting else "")
        self._show_kind()
        self._changed()
        if self.values.isEnabled():
            self.values.setFocus()
            self.values.selectAll()

    def _written(self) -> None:
        self._touched = True
        self._changed()

    def _show_kind(self) -> None:
        setting = self.setting.value() or ""
        self.values.setEnabled(bool(setting))
        offered = bool(setting) and (setting in ("seed", "variation_seed") or bool(self._presenter.choices(setting)))
        self.choose.setEnabled(offered)
        text = axis_words.example(setting) if setting else ""
        self.values.setPlaceholderText(text)
        self.hint.setText(text)
        self.show_error(self._info if setting else None)

    def _changed(self) -> None:
        setting = self.setting.value() or ""
        name = axis_words.setting_name(setting, self._presenter.tab) if setting else ""
        self._presenter.set_axis(self._side, AxisText(setting, self.values.text(), name))
        self.edited.emit()

    # -- the list -------------------------------------------------------------------------------------------------

    def _fill_menu(self) -> None:
        menu, setting = self.choose.menu(), self.setting.value() or ""
        menu.clear()
        if setting in ("seed", "variation_seed"):
            for count in SEEDS:
                menu.addAction(self.tr("{count} random seeds").format(count=count), partial(self._roll, count))
            return
        pieces = {piece.casefold() for piece in axes.split(self.values.text())}
        for choice in self._presenter.choices(setting):
            action = menu.addAction(choice.text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(choice.text.casefold() in pieces or choice.value.casefold() in pieces)
            action.triggered.connect(partial(self._toggle, choice))

    def _toggle(self, choice: Choice, _checked: bool = False) -> None:
        self.values.setText(self._presenter.toggled(self.values.text(), choice))

    def _roll(self, count: int) -> None:
        self.values.setText(self._presenter.random_seeds(count))

    # -- words ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        across = self._side == "x"
        title = self.tr("Columns") if across else self.tr("Rows")
        self.caption.setText(title)
        named(self.setting, self.tr("{axis}: what varies").format(axis=title))
        named(self.values, self.tr("{axis}: the values").format(axis=title))
        name_tool(self.choose, self.tr("{axis}: choose values").format(axis=title))
        self._fill_settings()
        self._show_kind()
        self._changed()
