"""A button whose menu has the installed additions of some kinds: those that fit, and the others with the reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QWidgetAction

from studio.core import additions
from studio.presenters import beside
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui import icons

MOST = 12
"""Entries from which on the menu can be searched."""


class AddButton(QPushButton):
    """``chosen`` brings the id of an addition, ``importWanted`` that another one is wanted.

    ``used`` gives the ids that are in use already; they cannot be chosen again.
    """

    chosen = Signal(str)
    importWanted = Signal()

    def __init__(
        self,
        presenter: ImageTabPresenter,
        tasks: tuple[str, ...],
        title: Callable[[], str],
        used: Callable[[], set[str]] = set,
    ) -> None:
        super().__init__()
        self._presenter, self._tasks, self._title, self._used = presenter, tasks, title, used
        self.setProperty("role", "add")
        self.setAutoDefault(False)
        icons.set_icon(self, "plus", "text")
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)
        self._say()

    def fill(self) -> None:
        """Make the menu anew; it does so by itself before it is shown."""
        menu, used, family = self.menu(), self._used(), beside.family(self._presenter)
        menu.clear()
        found = beside.choices(self._presenter, self._tasks)
        search = self._search(menu) if len(found) > MOST else None
        for model, fits in found:
            name = model.spec.name.replace("&", "&&")
            if model.spec.id in used:
                action = menu.addAction(self.tr("{name} (in use)").format(name=name))
                action.setEnabled(False)
            elif fits:
                menu.addAction(name, partial(self.chosen.emit, model.spec.id))
            else:
                own = additions.family_name(model.spec.family)
                action = menu.addAction(self.tr("{name} (for {family})").format(name=name, family=own))
                action.setToolTip(
                    self.tr("Made for {own}; the chosen model is {family}.").format(own=own, family=family)
                )
                action.setEnabled(False)
        if search is not None:
            entries = menu.actions()[1:]
            search.textChanged.connect(lambda text: _show_only(entries, text))
        if not menu.isEmpty():
            menu.addSeparator()
        more = menu.addAction(self.tr("Import…"), self.importWanted.emit)
        icons.set_icon(more, "import", "text2")

    def _search(self, menu: QMenu) -> QLineEdit:
        """A field at the top of a long menu; what is typed there narrows it down."""
        field = QLineEdit()
        field.setPlaceholderText(self.tr("Search"))
        field.setAccessibleName(self.tr("Search"))
        field.setClearButtonEnabled(True)
        action = QWidgetAction(menu)
        action.setDefaultWidget(field)
        menu.addAction(action)
        QTimer.singleShot(0, field, field.setFocus)
        return field

    def _say(self) -> None:
        self.setText(self._title())
        self.setAccessibleName(self._title())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)


def _show_only(entries: list[QAction], text: str) -> None:
    words = text.casefold().split()
    for entry in entries:
        entry.setVisible(all(word in entry.text().casefold() for word in words))
