"""The stage's mode in which a mask is painted over the source."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedLayout, QWidget

from studio.ui.base import line, named
from studio.ui.file_drop import PICTURES
from studio.ui.image.mode import Mode
from studio.ui.image.source_needed import SourceNeeded

if TYPE_CHECKING:
    from studio.core.errors import ErrorInfo
    from studio.ui.image.painter.book import Page
    from studio.ui.image.painter.canvas import MaskCanvas
    from studio.ui.image.stage import Stage


class MaskMode(Mode):
    """Joins canvas, tools and options with the presenter, whose ``painted`` mask it is."""

    name = "mask"
    tasks = frozenset({"inpaint"})
    shows_source = True

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        # NumPy comes with these, and the window starts without it.
        from studio.ui.image.painter.book import MaskBook
        from studio.ui.image.painter.canvas import MaskCanvas
        from studio.ui.image.painter.option_bar import OptionBar
        from studio.ui.image.painter.settings import PainterSettings
        from studio.ui.image.painter.tool_strip import ToolStrip

        self.settings = PainterSettings(self)
        self.book = MaskBook(lambda work, done: self.studio.background.run(work, done))
        self.page: Page | None = None
        self.page_of = ""
        """The path of the picture that the page belongs to."""
        self._loading = False
        self.canvas = MaskCanvas(self.settings, self.studio.background)
        self.strip = ToolStrip(self.settings)
        self.options = OptionBar(self.settings)
        self.needed = SourceNeeded(stage)
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self.strip, line(vertical=True)):
            row.addWidget(widget)
        row.addWidget(self.canvas, 1)
        self._work = work
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self.needed)
        self._layout.addWidget(work)
        self.strip.wanted.connect(self._act)
        self.options.wanted.connect(self._take_from)
        self.canvas.pointed.connect(self.options.show_place)
        stage.source.changed.connect(self._source_changed)
        stage.source.watch()
        self.presenter.painting = self
        self._source_changed()
        self.retranslate()

    def zoom_view(self) -> MaskCanvas:
        return self.canvas

    def tools(self) -> QWidget:
        return self.options

    def entered(self) -> None:
        if self.page is not None:
            self.canvas.setFocus()

    def left(self) -> None:
        self.canvas.cancel()

    def show_value(self, name: str, value: object) -> None:
        if name in ("mask_invert", "mask_grow", "mask_feather"):
            from studio.ui.image.painter.effect import Effect

            values = self.presenter.values
            self.canvas.set_effect(Effect(values["mask_invert"], values["mask_grow"], values["mask_feather"]))
        elif name == "inputs":
            self._show_file()

    # -- for the presenter ----------------------------------------------------------------------------------------

    @property
    def unsaved(self) -> bool:
        source = self.presenter.input()
        # While another picture is being read the mask of the one before is still in hand, and does not belong to it.
        here = source is not None and source.path == self.page_of
        return here and self.page is not None and self.page.unsaved

    def snapshot(self) -> tuple[Callable[[], bytes], Callable[[str], None]]:
        from studio.ui.image.painter.mask import png_of

        page = self.page
        assert page is not None
        version = page.mask.version

        def saved(path: str) -> None:
            if version == page.mask.version:
                page.file, page.saved = path, version
                if page is self.page:
                    self.presenter.set_input(path, "mask")

        return partial(png_of, page.mask.data.copy()), saved

    # -- the source -----------------------------------------------------------------------------------------------

    def _source_changed(self) -> None:
        source = self.stage.source
        self.page_of = source.path
        if self.page is not None:
            self.page.mask.edited.disconnect(self._edited)
        if source.image.isNull():
            self.page = None
            self.canvas.show_mask(source.image, None)
        else:
            self.page = self.book.page(source.path, source.image.size())
            self.page.mask.edited.connect(self._edited)
            self.canvas.show_mask(source.image, self.page.mask)
            self.options.offer(
                transparency=source.image.hasAlphaChannel(), last=self.book.before(self.page) is not None
            )
            if self.presenter.input("mask") is not None:
                self._show_file()
            elif self.page.file and not self.page.unsaved:
                # Back at a picture whose mask was used before.
                self.presenter.set_input(self.page.file, "mask")
        self._layout.setCurrentWidget(self._work if self.page is not None else self.needed)
        self.options.setEnabled(self.page is not None)
        self._show_history()

    def _show_file(self) -> None:
        """The mask that the tab's inputs name, of a recipe or a drop, is what is painted."""
        page, wanted = self.page, self.presenter.input("mask")
        if page is None or wanted is None or wanted.path == page.file:
            return
        page.file = wanted.path
        self._read(wanted.path, prefer_alpha=False, page=page, saved=True)

    def _read(self, path: str, *, prefer_alpha: bool, page: Page, saved: bool) -> None:
        from studio.ui.image.painter.reading import mask_from_file

        def done(found: tuple[Any, QSize]) -> None:
            pixels, size = found
            self._loading = saved
            page.mask.load(pixels)
            self._loading = False
            if saved:
                page.saved = page.mask.version
            if size != page.mask.size:
                self.studio.message.emit(
                    self.tr("The mask was {width} × {height}; it is scaled to the picture.").format(
                        width=size.width(), height=size.height()
                    )
                )

        def failed(info: ErrorInfo) -> None:
            if saved and page.file == path:
                # It cannot be used, so it is no input either.
                page.file = ""
                if page is self.page:
                    self.presenter.set_input("", "mask")
            self.presenter.raise_error(info)

        self.studio.background.run(
            lambda: mask_from_file(path, page.mask.size, prefer_alpha=prefer_alpha), done, failed
        )

    # -- from the user --------------------------------------------------------------------------------------------

    def _act(self, what: str) -> None:
        """Undo, redo, invert or clear."""
        if self.page is not None and not self.page.mask.busy:
            getattr(self.page.mask, what)()

    def _take_from(self, what: str) -> None:
        page = self.page
        if page is None:
            return
        if what == "transparency":
            from studio.ui.image.painter.mask import pixels_of
            from studio.ui.image.painter.reading import alpha_of

            image = self.stage.source.image
            self.studio.background.run(lambda: 255 - pixels_of(alpha_of(image)), page.mask.load)
        elif what == "last":
            before = self.book.before(page)
            if before is not None:
                page.mask.load(before.mask.data)
        else:
            pattern = " ".join(f"*.{ending}" for ending in PICTURES)
            path, _ = QFileDialog.getOpenFileName(
                self, self.tr("Take a mask from a picture"), "", f"{self.tr('Pictures')} ({pattern})"
            )
            if path:
                self._read(path, prefer_alpha=True, page=page, saved=False)

    def _show_history(self) -> None:
        history = self.page.mask.history if self.page is not None else None
        self.strip.show_history(
            can_undo=history is not None and history.can_undo, can_redo=history is not None and history.can_redo
        )

    def _edited(self) -> None:
        page = self.page
        self._show_history()
        if page is None or self._loading or page.mask.version == page.saved:
            return
        if page.file and self.presenter.input("mask") is not None:
            # The file is not what is painted any more.
            page.file = ""
            self.presenter.set_input("", "mask")
        if self.presenter.error is not None and self.presenter.error.code == "mask-needed":
            self.presenter.clear_error()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from studio.ui.image.painter import keys

        if self.page is None:
            super().keyPressEvent(event)
        elif step := keys.step_of(event):
            self._act(step)
        elif keys.change_settings(event, self.settings):
            event.accept()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        named(
            self.canvas,
            self.tr("Mask: the arrow keys move a cursor, Space paints; plus and minus zoom, brackets size the brush"),
        )
