"""The contact sheet dialog: columns, captions and ground on the left, the sheet as it will be on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from studio.core.grids import MAX_ACROSS
from studio.gallery.sheets import CAPTIONS, DrawnSheet
from studio.presenters.contact_sheet import ContactSheetPresenter
from studio.ui.base import button, label, named, role, set_role, tool
from studio.ui.fields import ChoiceField, Form, NumberField
from studio.ui.picture_view import PictureView
from studio.ui.pictures import load_picture
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.core.errors import ErrorInfo
    from studio.presenters.studio import StudioPresenter

SHOWN = 3_000
"""Pixels of the longer side of the preview."""


class SheetDialog(QDialog):
    """Modal over its window; the project is changed when Save is pressed."""

    def __init__(self, studio: StudioPresenter, ids: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.presenter = presenter = ContactSheetPresenter(studio, ids, self)
        self._studio = studio
        options = presenter.options
        self.columns = NumberField(0, min(MAX_ACROSS, len(ids)), 1)
        self.columns.set_value(options.columns)
        self.caption, self.dark = ChoiceField(), ChoiceField()
        self.heading = QLineEdit()
        self.form = Form()
        self.form.add("columns", self.columns, lambda: self.tr("Columns"))
        self.form.add("caption", self.caption, lambda: self.tr("Captions"))
        self.form.add("dark", self.dark, lambda: self.tr("Ground"))
        self.form.add("title", self.heading, lambda: self.tr("Title"))
        self.view = PictureView()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 1000)
        self.status = label(kind="hint", wrap=True)
        self.fit = tool("fit", self.view.fit)
        self.save = button("save", "primary", self._save)
        self.save.setDefault(True)
        self.cancel = button("", "", self.reject)
        self._build()
        self.columns.changed.connect(lambda value: presenter.set(columns=int(value)))
        self.caption.changed.connect(lambda value: presenter.set(caption=value))
        self.dark.changed.connect(lambda value: presenter.set(dark=value))
        self.heading.textChanged.connect(lambda text: presenter.set(title=text.strip()[:200]))
        for field in (self.columns, self.caption, self.dark):
            field.changed.connect(self._waiting)
        self.heading.textChanged.connect(self._waiting)
        presenter.progress.connect(lambda share: self.bar.setValue(round(share * 1000)))
        presenter.drawn.connect(self._drawn)
        presenter.failed.connect(self._failed)
        presenter.saved.connect(self._saved)
        self.finished.connect(lambda _result: presenter.close())
        self.retranslate()
        self._waiting()
        presenter.draw()
        self.resize(940, 620)

    def _build(self) -> None:
        left = QWidget()
        left.setFixedWidth(280)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        frame = role(QFrame(), "canvas")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.view)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addWidget(left)
        columns.addWidget(frame, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for widget in (self.fit, self.cancel, self.save):
            buttons.addWidget(widget)
        buttons.insertWidget(0, self.status, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(columns, 1)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)

    # -- from the presenter ---------------------------------------------------------------------------------------

    def _waiting(self, *_changed: object) -> None:
        self.save.setEnabled(False)
        self.bar.setVisible(True)

    def _drawn(self, sheet: DrawnSheet) -> None:
        def show(image: QImage) -> None:
            if sheet is self.presenter.sheet:
                self.view.set_picture(image)
                self.bar.hide()
                self.save.setEnabled(self.presenter.ready)
                self._say(self._facts(sheet))

        def failed(info: ErrorInfo) -> None:
            # It was drawn anew meanwhile and this one is gone.
            if sheet is self.presenter.sheet:
                self._failed(info)

        path = str(sheet.path)
        self._studio.background.run(lambda: load_picture(path, SHOWN), show, failed)

    def _facts(self, sheet: DrawnSheet) -> str:
        text = self.tr("{count} assets · {width} × {height} pixels")
        return text.format(count=len(sheet.parents), width=sheet.width, height=sheet.height)

    def _failed(self, info: ErrorInfo) -> None:
        self.bar.hide()
        self._say(" ".join(error_text(info)), danger=True)

    def _say(self, text: str, *, danger: bool = False) -> None:
        set_role(self.status, "danger" if danger else "hint")
        self.status.setText(text)

    def _save(self) -> None:
        self.presenter.save()
        self.save.setEnabled(False)

    def _saved(self, _asset: object) -> None:
        self._studio.message.emit(self.tr("The contact sheet is in the gallery."))
        self.accept()

    # -- words ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Contact sheet"))
        self.columns.set_automatic(self.tr("Auto"))
        texts = {
            "title": self.tr("Title"),
            "prompt": self.tr("Prompt"),
            "seed": self.tr("Seed"),
            "none": self.tr("None"),
        }
        self.caption.set_choices([(name, texts[name]) for name in CAPTIONS])
        self.caption.set_value(self.presenter.options.caption)
        self.dark.set_choices([(False, self.tr("White")), (True, self.tr("Dark grey"))])
        self.dark.set_value(self.presenter.options.dark)
        self.heading.setPlaceholderText(self.tr("At the top; may stay empty"))
        named(self.view, self.tr("The sheet: plus and minus zoom, 0 fits, the arrow keys move it"))
        named(self.bar, self.tr("Drawing the sheet"))
        named(self.fit, self.tr("Fit into the view"), self.tr("Fit into the view"))
        self.save.setText(self.tr("Save into the gallery"))
        self.cancel.setText(self.tr("Cancel"))
        for widget in (self.save, self.cancel):
            named(widget, widget.text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
