"""The dominant colours of the take in view, in a small window below its button."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QMenu, QSpinBox, QToolButton, QVBoxLayout

from studio.core.errors import ErrorInfo
from studio.presenters.palette import FEWEST, MOST, USUAL, PalettePresenter
from studio.presenters.takes import Take, TakeState, is_picture
from studio.ui.base import button, label, name_tool, named, role
from studio.ui.fields import SPIN_MARGIN
from studio.ui.icons import set_icon
from studio.ui.image.retouch.swatch_button import SWATCH, SwatchButton
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.pixels.palette import Swatch
    from studio.presenters.studio import StudioPresenter

_COLUMNS = 4


class PaletteButton(QToolButton):
    """Opens the palette of the take in view."""

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__()
        role(self, "quiet")
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_icon(self, "palette", "text2")
        self._studio = studio
        self._path = ""
        self.popup: PalettePopup | None = None
        self.clicked.connect(self.open)
        self.show_take(None)
        self._say()

    def show_take(self, take: Take | None) -> None:
        picture = take is not None and take.state is TakeState.DONE and is_picture(take.path)
        self._path = take.path if take is not None and picture else ""
        self.setEnabled(bool(self._path))

    def open(self) -> None:
        """Show the palette of the take in view."""
        if not self._path:
            return
        if self.popup is None:
            self.popup = PalettePopup(self._studio, self)
        self.popup.open(self._path, self.mapToGlobal(QPoint(self.width(), self.height() + 4)))

    def _say(self) -> None:
        name_tool(self, self.tr("Palette"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)


class PalettePopup(QFrame):
    """Swatches to copy one by one or together, and to save. Esc closes it."""

    def __init__(self, studio: StudioPresenter, parent: PaletteButton) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        role(self, "card")
        self.presenter = PalettePresenter(studio, self)
        self.title = label(kind="heading")
        self.count = QSpinBox()
        self.count.setRange(FEWEST, MOST)
        self.count.setValue(USUAL)
        self.count.setFixedWidth(64)
        self.count.lineEdit().setTextMargins(SPIN_MARGIN, 0, 0, 0)
        self.count_label = label(kind="hint")
        self.count_label.setBuddy(self.count)
        self.patches: list[SwatchButton] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self.status = label(kind="caption", wrap=True)
        self.status.setMinimumWidth(_COLUMNS * (SWATCH.width() + 6))
        self.copy = button("copy", "", self._copy_all)
        self.save = button("save")
        self._corner = QPoint()
        self._menu = QMenu(self)
        self._forms = {form: self._menu.addAction("", partial(self._save, form)) for form in ("ase", "gpl", "hex")}
        self.save.setMenu(self._menu)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.count_label)
        head.addWidget(self.count)
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addWidget(self.save)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addWidget(self.status)
        column.addLayout(foot)
        self.count.valueChanged.connect(lambda: self._look())
        self.presenter.found.connect(self._show)
        self.presenter.failed.connect(self._failed)
        self.presenter.saved.connect(lambda path: self._tell(self.tr("Saved as {name}.").format(name=Path(path).name)))
        self._say()

    def open(self, path: str, corner: QPoint) -> None:
        """Show the palette of a picture with the upper right corner there."""
        if path != self.presenter.path:
            self._show([])
        self.presenter.path = path
        self._look()
        self.adjustSize()
        self._corner = corner
        self.move(corner.x() - self.width(), corner.y())
        self.show()
        self.count.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        self._tell(self.tr("Looking at the colours…"))
        self.presenter.look(self.presenter.path, self.count.value())

    def _show(self, swatches: list[Swatch]) -> None:
        while self.patches:
            patch = self.patches.pop()
            self._grid.removeWidget(patch)
            patch.hide()
            patch.deleteLater()
        for place, item in enumerate(swatches):
            patch = SwatchButton(item.hex)
            share = self.tr("{hex}, {share} of the picture: copy it").format(hex=item.hex, share=f"{item.share:.0%}")
            named(patch, share, share)
            patch.clicked.connect(lambda _checked=False, text=item.hex: self._copy(text))
            self._grid.addWidget(patch, place // _COLUMNS, place % _COLUMNS)
            self.patches.append(patch)
        self.copy.setEnabled(bool(swatches))
        self.save.setEnabled(bool(swatches))
        if self.isVisible():
            self._tell(self.tr("A click copies a colour.") if swatches else self.tr("This picture is clear all over."))
            self.adjustSize()
            self.move(self._corner.x() - self.width(), self._corner.y())

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._tell(self.tr("{text} is copied.").format(text=text))

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(s.hex for s in self.presenter.swatches))
        self._tell(self.tr("{count} colours are copied.").format(count=len(self.presenter.swatches)))

    def _save(self, form: str) -> None:
        patterns = {"ase": "Adobe Swatch Exchange (*.ase)", "gpl": "GIMP (*.gpl)", "hex": "HEX (*.hex *.txt)"}
        start = Path(self.presenter.path).with_suffix(f".{form}").name
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save the palette"), start, patterns[form])
        if path:
            self.presenter.save(path if Path(path).suffix else f"{path}.{form}", form)

    def _failed(self, info: ErrorInfo) -> None:
        self._tell(" ".join(error_text(info)))

    def _tell(self, text: str) -> None:
        self.status.setText(text)

    def _say(self) -> None:
        self.title.setText(self.tr("Palette"))
        named(self, self.tr("Palette"))
        self.count_label.setText(self.tr("Colours"))
        named(self.count, self.tr("Number of colours"))
        for widget, text in ((self.copy, self.tr("Copy all")), (self.save, self.tr("Save"))):
            widget.setText(text)
            widget.setAccessibleName(text)
        texts = {
            "ase": self.tr("For Adobe programs (ASE)…"),
            "gpl": self.tr("For GIMP, Inkscape, Krita (GPL)…"),
            "hex": self.tr("As a list of HEX values…"),
        }
        for form, action in self._forms.items():
            action.setText(texts[form])

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
