"""The menus and every keyboard shortcut of the window, each declared once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from studio.core.requests import KINDS
from studio.ui import icons, receiving
from studio.ui.many import many_button, opening
from studio.ui.words import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


@dataclass(frozen=True)
class Entry:
    """One menu entry: its English text, shortcuts (the first is shown), icon, and what it does."""

    text: str
    keys: tuple[str, ...]
    icon: str
    run: Callable[[], Any]


class Menus(QObject):
    """Builds the menu bar of a window; ``actions`` are all entries in order, for the list of shortcuts."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.actions: list[QAction] = []
        self._texts: list[tuple[QAction | QMenu, str]] = []
        self.recent = QMenu(window)
        self.recent.aboutToShow.connect(lambda: self._fill_recent(self.recent))
        self.projects = QMenu(window)
        """What the project's name in the header opens: new, open, and the recent ones."""
        self.projects.aboutToShow.connect(lambda: self._fill_recent(self.projects, self.actions[:2]))
        self._build()

    def _build(self) -> None:
        w = self._window
        self._menu(
            QT_TRANSLATE_NOOP("Menus", "&File"),
            [
                Entry(
                    QT_TRANSLATE_NOOP("Menus", "New project…"),
                    ("Ctrl+N",),
                    "plus",
                    lambda: self._project("new_project"),
                ),
                Entry(
                    QT_TRANSLATE_NOOP("Menus", "Open project…"),
                    ("Ctrl+O",),
                    "folder",
                    lambda: self._project("open_project"),
                ),
                self.recent,
                None,
                Entry(QT_TRANSLATE_NOOP("Menus", "Import files…"), ("Ctrl+I",), "import", self._import),
                Entry(QT_TRANSLATE_NOOP("Menus", "Paste a picture"), ("Ctrl+V",), "paste", lambda: receiving.paste(w)),
                Entry(
                    QT_TRANSLATE_NOOP("Menus", "Take settings from a picture…"),
                    ("Ctrl+Shift+O",),
                    "sparkle",
                    w.take_settings,
                ),
                Entry(
                    QT_TRANSLATE_NOOP("Menus", "Take settings from the clipboard…"),
                    ("Ctrl+Shift+V",),
                    "",
                    w.take_pasted_settings,
                ),
                Entry(QT_TRANSLATE_NOOP("Menus", "Export selection…"), ("Ctrl+E",), "export", self._export),
                None,
                Entry(QT_TRANSLATE_NOOP("Menus", "Quit"), ("Ctrl+Q",), "", w.close),
            ],
        )
        self._menu(
            QT_TRANSLATE_NOOP("Menus", "&Generate"),
            [
                Entry(QT_TRANSLATE_NOOP("Menus", "Generate"), ("Ctrl+Return", "Ctrl+Enter"), "sparkle", self._generate),
                Entry(
                    QT_TRANSLATE_NOOP("Menus", "Regenerate"),
                    ("Ctrl+R",),
                    "regenerate",
                    lambda: self._tab().regenerate(),
                ),
                Entry(
                    QT_TRANSLATE_NOOP("Menus", "Grid of pictures…"),
                    (many_button.GRID_KEYS,),
                    "grid",
                    lambda: opening.grid_of(w),
                ),
                Entry(
                    QT_TRANSLATE_NOOP("Menus", "Batch…"),
                    (many_button.BATCH_KEYS,),
                    "batch",
                    lambda: opening.batch_of(w),
                ),
                Entry(QT_TRANSLATE_NOOP("Menus", "Stop"), ("Esc", "Ctrl+."), "stop", lambda: self._tab().stop()),
                None,
                Entry(QT_TRANSLATE_NOOP("Menus", "Previous take"), ("Alt+Left",), "", lambda: self._step(-1)),
                Entry(QT_TRANSLATE_NOOP("Menus", "Next take"), ("Alt+Right",), "", lambda: self._step(1)),
                Entry(QT_TRANSLATE_NOOP("Menus", "Go to the prompt"), ("Ctrl+L",), "", self._focus_prompt),
                Entry(QT_TRANSLATE_NOOP("Menus", "Prompts run before…"), ("Ctrl+H",), "restore", self._prompt_history),
                Entry(
                    QT_TRANSLATE_NOOP("Menus", "Roll a new seed"), ("Ctrl+D",), "dice", lambda: self._tab().roll_seed()
                ),
                None,
                Entry(QT_TRANSLATE_NOOP("Menus", "Model library…"), ("Ctrl+M",), "models", lambda: w.show_models("")),
            ],
        )
        tabs = (
            QT_TRANSLATE_NOOP("Menus", "Text"),
            QT_TRANSLATE_NOOP("Menus", "Image"),
            QT_TRANSLATE_NOOP("Menus", "Audio"),
        )
        self._menu(
            QT_TRANSLATE_NOOP("Menus", "&View"),
            [
                *(
                    Entry(text, (f"Ctrl+{n}",), kind, lambda k=kind: w.show_tab(k))  # type: ignore[misc]
                    for n, (kind, text) in enumerate(zip(KINDS, tabs, strict=True), 1)
                ),
                None,
                Entry(QT_TRANSLATE_NOOP("Menus", "Gallery"), ("Ctrl+G", "Ctrl+F"), "gallery", self._gallery),
                Entry(QT_TRANSLATE_NOOP("Menus", "Queue"), ("Ctrl+J",), "queue", self._queue),
                Entry(
                    QT_TRANSLATE_NOOP("Menus", "Show or hide gallery and queue"),
                    ("F9",),
                    "panel-right",
                    self._toggle_side,
                ),
                Entry(
                    QT_TRANSLATE_NOOP("Menus", "Compare two pictures"),
                    ("Ctrl+K",),
                    "compare",
                    lambda: receiving.compare(w),
                ),
                None,
                Entry(QT_TRANSLATE_NOOP("Menus", "Settings…"), ("Ctrl+,",), "settings", w.show_settings),
            ],
        )
        self._menu(
            QT_TRANSLATE_NOOP("Menus", "&Help"),
            [
                Entry(QT_TRANSLATE_NOOP("Menus", "First steps"), ("F1",), "help", lambda: self._help("first_steps")),
                Entry(
                    QT_TRANSLATE_NOOP("Menus", "Keyboard shortcuts"), ("Ctrl+/",), "", lambda: self._help("shortcuts")
                ),
                None,
                Entry(QT_TRANSLATE_NOOP("Menus", "About AIGC Studio"), (), "info", lambda: self._help("about")),
            ],
        )

    def _menu(self, title: str, entries: list[Entry | QMenu | None]) -> None:
        menu = QMenu(self._window)
        self._window.menuBar().addMenu(menu)
        self._texts.append((menu, title))
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, QMenu):
                menu.addMenu(entry)
            else:
                action = QAction(self._window)
                action.setShortcuts([QKeySequence(k) for k in entry.keys])
                action.triggered.connect(lambda _checked=False, run=entry.run: run())
                if entry.icon:
                    icons.set_icon(action, entry.icon, "text2")
                menu.addAction(action)
                self.actions.append(action)
                self._texts.append((action, entry.text))

    def retranslate(self) -> None:
        for item, text in self._texts:
            translated = QCoreApplication.translate("Menus", text)
            if isinstance(item, QMenu):
                item.setTitle(translated)
            else:
                item.setText(translated)
        self.recent.setTitle(self.tr("Open recent"))

    # -- what the entries do --------------------------------------------------------------------------------------

    def _tab(self) -> Any:
        return self._window.current_page().presenter

    def _generate(self) -> None:
        self._window.current_page().generate.click()

    def _step(self, by: int) -> None:
        presenter = self._tab()
        if presenter.current in presenter.takes:
            index = presenter.takes.index(presenter.current) + by
            if 0 <= index < len(presenter.takes):
                presenter.select(presenter.takes[index])

    def _focus_prompt(self) -> None:
        self._window.side.leave_large()
        self._window.current_page().prompt.setFocus()

    def _prompt_history(self) -> None:
        self._window.side.leave_large()
        self._window.current_page().prompt_tools.show_history()

    def _project(self, name: str) -> None:
        from studio.ui import project_dialogs

        getattr(project_dialogs, name)(self._window, self._window.studio)

    def _fill_recent(self, menu: QMenu, first: Sequence[QAction] = ()) -> None:
        from studio.ui import project_dialogs

        project_dialogs.recent_menu(menu, self._window.studio, first)

    def _import(self) -> None:
        if self._window.side.gallery is not None:
            self._window.side.gallery.import_dialog()

    def _export(self) -> None:
        if self._window.side.gallery is not None:
            self._window.side.gallery.export_selected()

    def _gallery(self) -> None:
        self._window.side_button.setChecked(True)
        self._window.side.show_gallery()

    def _queue(self) -> None:
        self._window.side_button.setChecked(True)
        self._window.side.show_queue()

    def _toggle_side(self) -> None:
        self._window.side_button.toggle()

    def _help(self, name: str) -> None:
        from studio.ui import about, keyboard_help

        getattr(keyboard_help if name == "shortcuts" else about, name)(self._window)
