"""Styles and presets: a foldable part of the brief."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.presenters.image_tab import ImageTabPresenter
from studio.settings.prompts.importing import IMPORTABLE, Imported
from studio.settings.prompts.items import Style
from studio.settings.prompts.shelves import STYLES
from studio.ui import prompt_insert_menu
from studio.ui.base import button, label, named, tool
from studio.ui.file_drop import dropped_files
from studio.ui.image.part import Part
from studio.ui.image.preset_row import PresetRow
from studio.ui.image.prompt_dialogs import StyleDialog
from studio.ui.image.style_picker import StylePicker
from studio.ui.translations import error_text, language_of
from studio.ui.undo_line import UndoLine

MOST_PROBLEMS = 3
"""Files that were left out and are named."""


class StylesPart(Part):
    """Presets at the top, then the styles; files with either can be dropped on it."""

    fields = frozenset({"styles"})

    def __init__(self, presenter: ImageTabPresenter) -> None:
        content = QWidget()
        super().__init__(presenter, content)
        self._book = self.studio.book
        self.presets = PresetRow(presenter)
        self.picker = StylePicker()
        self.said = UndoLine()
        self.new = button("plus", "quiet", lambda: self._edit(""))
        self.load = button("import", "quiet", lambda: prompt_insert_menu.import_files(self, self._book))
        self.folder = tool("folder", lambda: prompt_insert_menu.open_folder("styles"))
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addWidget(self.new)
        tools.addWidget(self.load)
        tools.addStretch(1)
        tools.addWidget(self.folder)
        self.problems = label(kind="danger", wrap=True)
        self.problems.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.presets, self.picker, self.said, self.problems):
            layout.addWidget(part)
        layout.addLayout(tools)
        self.setAcceptDrops(True)
        self.presets.refused.connect(presenter.raise_error)
        self.picker.changed.connect(lambda names: presenter.set_value("styles", names))
        self.picker.editWanted.connect(self._edit)
        self.picker.deleteWanted.connect(self._delete)
        self._book.changed.connect(self._fill)
        self._book.imported.connect(self._imported)
        self._fill()
        self.retranslate()

    def show_value(self, name: str, value: object) -> None:
        if name == "styles":
            names = tuple(value) if isinstance(value, tuple | list) else ()
            self.picker.set_chosen(names)
            if names:
                self.unfold()

    def _fill(self) -> None:
        book = self._book.book
        self.picker.set_styles(book.styles, language_of(self.studio.settings.language))
        told = [error_text(problem.info)[0] for problem in book.problems]
        shown = told[:MOST_PROBLEMS]
        if len(told) > len(shown):
            shown.append(self.tr("… and {count} more files").format(count=len(told) - len(shown)))
        self.problems.setText("\n".join(shown))
        self.problems.setToolTip("\n".join(str(problem.path) for problem in book.problems[:20]))
        self.problems.setVisible(bool(told))

    # -- the user's own styles --------------------------------------------------------------------------------------

    def _edit(self, name: str) -> None:
        item = self._book.book.styles.get(name) if name else None
        title = self.tr("Edit the style") if item is not None else self.tr("New style")
        StyleDialog(self, title, self._keep, item.value if item is not None else None).open()

    def _keep(self, style: Style) -> None:
        def said() -> str:
            return self.tr("“{name}” is saved.").format(name=style.name)

        self._book.save(STYLES, style, lambda: self.said.say(said))

    def _delete(self, name: str) -> None:
        item = self._book.book.styles.get(name) if name else None
        if item is None:
            return
        if not item.own:
            self.said.say(lambda: self.tr("“{name}” comes with the studio and stays.").format(name=name))
            return
        value = item.value

        def said() -> str:
            return self.tr("“{name}” is deleted.").format(name=value.name)

        self._book.delete(STYLES, item, lambda: self.said.say(said, lambda: self._book.save(STYLES, value)))

    def _imported(self, outcome: Imported) -> None:
        self.unfold()
        self.said.say(lambda: self._imported_text(outcome))

    def _imported_text(self, outcome: Imported) -> str:
        kinds = {
            "styles": self.tr("Styles: {names}"),
            "presets": self.tr("Presets: {names}"),
            "negatives": self.tr("Negative prompts: {names}"),
            "wildcards": self.tr("Lists of words: {names}"),
        }
        parts = [
            kinds[kind].format(names=", ".join(names[:8]) + (" …" if len(names) > 8 else ""))
            for kind, names in outcome.names.items()
            if names
        ]
        parts += [" ".join(error_text(problem.info)) for problem in outcome.problems]
        return "\n".join(parts)

    # -- files dropped on it ----------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if prompt_files(dropped_files(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = prompt_files(dropped_files(event.mimeData()))
        if files:
            event.acceptProposedAction()
            self._book.import_files(files)

    def retranslate(self) -> None:
        self.set_title(self.tr("Styles and presets"))
        for widget, text in ((self.new, self.tr("New style…")), (self.load, self.tr("Import…"))):
            widget.setText(text)
            widget.setAccessibleName(text)
        self.load.setToolTip(self.tr("Styles, presets and lists of words: .json, styles.csv, .txt"))
        named(self.folder, self.tr("Open the folder of your styles"), self.tr("Open the folder of your styles"))
        self._fill()


def prompt_files(paths: list[str]) -> list[Path]:
    """Those that styles, presets or wildcards may be in."""
    return [Path(path) for path in paths if Path(path).suffix.lower() in IMPORTABLE or Path(path).is_dir()]
