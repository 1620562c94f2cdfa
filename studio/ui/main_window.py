"""The window: header, the three tabs, gallery and queue beside them, a status line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import ErrorInfo
from studio.core.requests import KINDS
from studio.settings.schema import Settings, WindowState
from studio.ui import clipboard, icons, receiving, theme, words
from studio.ui.base import Tabs, button, label, name_tool, named, role, tool
from studio.ui.error_banner import ErrorBanner
from studio.ui.file_drop import dropped_files
from studio.ui.focus_ring import FocusRing
from studio.ui.menus import Menus
from studio.ui.side_panel import SidePanel
from studio.ui.tab_order import follow_places
from studio.ui.translations import Translations, error_text

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter
    from studio.presenters.taking import Offer
    from studio.ui.tab_page import TabPage

_SIDE_WIDTH = 344


class MainWindow(QMainWindow):
    """It can be shown before it is filled: the frame is painted at once, while project and services are opened.

    ``firstPainted`` comes once the filled window has been drawn: the time to start what is slow.
    """

    firstPainted = Signal()

    def __init__(self, studio: StudioPresenter | None = None, *, settings: Settings | None = None) -> None:
        """Filled at once with ``studio``; else an empty frame as ``settings`` say, until :meth:`fill`."""
        super().__init__()
        chosen = studio.settings if studio is not None else settings or Settings()
        self._pages: dict[str, TabPage] = {}
        self._painted = self._filled = False
        self.translations = Translations(self)
        self.translations.apply(chosen.language)
        theme.apply(chosen.theme)
        self.setWindowTitle("AIGC Studio")
        self.setMinimumSize(QSize(960, 600))
        self.resize(1280, 800)
        if chosen.window.geometry:
            self.restoreGeometry(QByteArray.fromBase64(chosen.window.geometry.encode()))
        if studio is not None:
            self.fill(studio)

    def fill(self, studio: StudioPresenter) -> None:
        """Put everything into the frame. Called once."""
        self.studio = studio
        self._filled = True
        self.setWindowIcon(icons.app_icon())
        self.setAcceptDrops(True)
        self.menus = Menus(self)
        self._ring = FocusRing(self)
        self._make_header()
        self._make_body()
        self._make_status()
        studio.settingsChanged.connect(self._settings_changed)
        studio.projectChanged.connect(self._project_changed)
        studio.notice.connect(self.show_notice)
        studio.message.connect(self._say)
        studio.tabRequested.connect(self.show_tab)
        studio.taking.offered.connect(self.show_takeover)
        # Methods, not lambdas: Qt forgets them when the window goes before the presenter.
        studio.workerChanged.connect(self._show_worker)
        studio.residencyChanged.connect(self._show_worker)
        theme.signals.changed.connect(self._retint)
        self.retranslate()
        self._restore(studio.settings.window)
        if self.isVisible():
            QTimer.singleShot(0, self._first_painted)

    # -- layout ---------------------------------------------------------------------------------------------------

    def _make_header(self) -> None:
        self.project = button("folder", "quiet")
        self.project.setMaximumWidth(260)
        self.tabs = role(Tabs(), "segments")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setIconSize(QSize(16, 16))
        for kind in KINDS:
            self.tabs.addTab(icons.icon(kind), "")
        self.models_button = tool("models", lambda: self.show_models(""))
        self.settings_button = tool("settings", self.show_settings)
        self.side_button = tool("panel-right", checkable=True)
        header = QWidget()
        header.setObjectName("header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        left, right = QWidget(), QWidget()
        for side, widgets in (
            (left, (self.project,)),
            (right, (self.models_button, self.settings_button, self.side_button)),
        ):
            row = QHBoxLayout(side)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            if side is right:
                row.addStretch()
            for widget in widgets:
                row.addWidget(widget)
            if side is left:
                row.addStretch()
        layout = QHBoxLayout(header)
        layout.setContentsMargins(12, 6, 12, 6)
        # Equal stretch on both sides keeps the tabs in the middle of the window.
        layout.addWidget(left, 1)
        layout.addWidget(self.tabs)
        layout.addWidget(right, 1)
        self._header = header
        self.tabs.currentChanged.connect(lambda index: self.show_tab(KINDS[index]))
        self.project.setMenu(self.menus.projects)

    def _make_body(self) -> None:
        self.pages = QStackedWidget()
        self.side = SidePanel(self.studio)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.pages)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)
        self.splitter.setSizes([1000, _SIDE_WIDTH])
        self.notice_banner = ErrorBanner()
        self.notice_banner.modelsWanted.connect(lambda info: self.show_models(self.studio.models.wanted_by(info)))
        holder = QVBoxLayout()
        holder.setContentsMargins(12, 0, 12, 0)
        holder.addWidget(self.notice_banner)
        self._notice_holder = holder
        self.notice_banner.closed.connect(lambda: holder.setContentsMargins(12, 0, 12, 0))
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addLayout(holder)
        column.addWidget(self.splitter, 1)
        self.setCentralWidget(centre)
        self.side_button.setChecked(True)
        self.side_button.toggled.connect(self.side.setVisible)

    def _make_status(self) -> None:
        self.worker = label(kind="caption")
        self.memory = label(kind="caption")
        self._dot = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self._dot)
        bar.addWidget(self.worker)
        bar.addPermanentWidget(self.memory)

    # -- tabs -----------------------------------------------------------------------------------------------------

    def page(self, kind: str) -> TabPage:
        """The tab of a kind; made when it is first wanted, so that the window opens at once."""
        if kind not in self._pages:
            page = self._make_page(kind)
            page.modelsWanted.connect(self.show_models)
            page.importWanted.connect(self.import_model)
            page.settingsWanted.connect(self.show_settings)
            page.assetsWanted.connect(self.side.do)
            page.prompt.pasteWanted.connect(lambda: receiving.paste(self))
            self._pages[kind] = page
            self.pages.addWidget(page)
        return self._pages[kind]

    def _make_page(self, kind: str) -> TabPage:
        if kind == "image":
            from studio.ui.image_tab import ImageTab

            return ImageTab(self.studio.image)
        if kind == "audio":
            from studio.ui.audio_tab import AudioTab

            return AudioTab(self.studio.audio)
        from studio.ui.text_tab import TextTab

        return TextTab(self.studio.text)

    def show_tab(self, kind: str) -> None:
        index = KINDS.index(kind)
        if self.tabs.currentIndex() != index:
            self.tabs.setCurrentIndex(index)
            return
        self.side.leave_large()
        self.pages.setCurrentWidget(self.page(kind))
        self._remember()

    def current_page(self) -> TabPage:
        return self.page(KINDS[self.tabs.currentIndex()])

    # -- dialogs --------------------------------------------------------------------------------------------------

    def show_models(self, model_id: str = "") -> None:
        """Open the model library, at a model when one is named."""
        from studio.ui.models_dialog import ModelsDialog

        dialog = self.findChild(ModelsDialog) or ModelsDialog(self.studio, self)
        dialog.select(model_id)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def import_model(self, folder: bool = False) -> None:
        """Ask for a model of the user's own: a file, or a folder."""
        self.show_models("")
        from studio.ui.models_dialog import ModelsDialog

        dialog = self.findChild(ModelsDialog)
        if dialog is not None:
            (dialog.choose_folder if folder else dialog.choose_file)()

    def show_settings(self) -> None:
        from studio.ui.preferences_dialog import PreferencesDialog

        dialog = self.findChild(PreferencesDialog) or PreferencesDialog(self.studio.preferences, self)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def show_takeover(self, offer: Offer) -> None:
        """The comparison of a file's settings with those of its tab."""
        from studio.ui.image.takeover_dialog import TakeoverDialog

        self.show_tab(offer.kind)
        TakeoverDialog(self.studio, offer, self).open()

    def take_settings(self) -> None:
        """Ask for a picture and show what it was made with."""
        from studio.ui.file_drop import PICTURES

        pattern = " ".join(f"*.{ending}" for ending in PICTURES)
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Take settings from a picture"), "", f"{self.tr('Pictures')} ({pattern})"
        )
        if path:
            self.studio.take_settings(path)

    def take_pasted_settings(self) -> None:
        """The settings in the text (or of the file) on the clipboard."""
        data = QGuiApplication.clipboard().mimeData() or QMimeData()
        files = dropped_files(data)
        if files:
            self.studio.take_settings(files[0])
        elif data.hasText():
            self.studio.taking.text(data.text())
        else:
            self._say(self.tr("There is no text on the clipboard."))

    def show_notice(self, info: ErrorInfo) -> None:
        """News that belongs to no tab: the project, the settings, the model library."""
        self._notice_holder.setContentsMargins(12, 12, 12, 12)
        self.notice_banner.show_error(info)

    # -- state ----------------------------------------------------------------------------------------------------

    def _settings_changed(self) -> None:
        self.translations.apply(self.studio.settings.language)
        theme.apply(self.studio.settings.theme)

    def _retint(self) -> None:
        icons.retint(self)
        for index, kind in enumerate(KINDS):
            self.tabs.setTabIcon(index, icons.icon(kind))
        self._show_worker()

    def _project_changed(self) -> None:
        self._show_project()
        # What went wrong belongs to the project before; news of this one come after.
        self.notice_banner.dismiss()
        # What had the focus may be gone with the project before.
        self.current_page().prompt.setFocus()

    def _show_project(self) -> None:
        name = str(self.studio.services.project.name)
        self.project.setText(name)
        named(self.project, self.tr("Project: {name}").format(name=name), str(self.studio.services.project.folder))
        self.setWindowTitle(f"{name} — AIGC Studio")

    def _say(self, text: str) -> None:
        self.statusBar().showMessage(text, 6000)

    def _show_worker(self, *_changes: object) -> None:
        state, error = self.studio.worker_state
        text = {
            "stopped": self.tr("Models start with the first job"),
            "starting": self.tr("Starting…"),
            "loading": self.tr("Getting ready…"),
            "ready": self.tr("Ready"),
            "busy": self.tr("Working"),
            "failed": self.tr("The worker has stopped; restart it from the queue"),
        }.get(state, state)
        token = {"ready": "success", "busy": "accent_text", "failed": "danger"}.get(state, "text2")
        self._dot.setPixmap(icons.pixmap("dot", 8, token, self.devicePixelRatioF()))
        self.worker.setText(text)
        self.worker.setToolTip(" ".join(error_text(error)) if error is not None else "")
        loaded = self.studio.residency
        if loaded is not None and loaded.models:
            used = words.size_text(sum(loaded.models.values()))
            specs = {model: self.studio.models.spec(model) for model in loaded.models}
            names = ", ".join(words.model_name(spec.name) if spec else model for model, spec in specs.items())
            self.memory.setText(self.tr("In memory: {names} · {size}").format(names=names, size=used))
        else:
            self.memory.clear()

    def retranslate(self) -> None:
        for index, kind in enumerate(KINDS):
            self.tabs.setTabText(index, words.kind(kind))
            self.tabs.setTabToolTip(index, f"{words.kind(kind)} (Ctrl+{index + 1})")
        named(self.tabs, self.tr("Text, image or audio"))
        name_tool(self.models_button, self.tr("Model library"), "Ctrl+M")
        name_tool(self.settings_button, self.tr("Settings"), "Ctrl+,")
        name_tool(self.side_button, self.tr("Gallery and queue"), "F9")
        self.menus.retranslate()
        self._show_project()
        self._show_worker()

    # -- geometry -------------------------------------------------------------------------------------------------

    def _restore(self, state: WindowState) -> None:
        if state.layout:
            self.splitter.restoreState(QByteArray.fromBase64(state.layout.encode()))
        self.tabs.setCurrentIndex(KINDS.index(state.tab))
        self.show_tab(state.tab)

    def _remember(self) -> None:
        if self._painted:
            self.studio.remember_window(
                WindowState(
                    geometry=bytes(self.saveGeometry().toBase64().data()).decode(),
                    layout=bytes(self.splitter.saveState().toBase64().data()).decode(),
                    tab=KINDS[self.tabs.currentIndex()],
                )
            )

    # -- events ---------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._filled and not self._painted:
            QTimer.singleShot(0, self._first_painted)

    def _first_painted(self) -> None:
        if self._painted:
            return
        self._painted = True
        self.current_page().prompt.setFocus()
        self.side.fill()
        self.studio.models.refresh()
        self.firstPainted.emit()
        self.studio.background.run(_read_tabs)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._filled:
            self.retranslate()
        elif event.type() == QEvent.Type.ActivationChange and self._painted and self.isActiveWindow():
            # Another program may have changed a wildcard file or the models meanwhile.
            if self.studio.book.loaded:
                self.studio.book.refresh()
            self.studio.models.look_again()
        super().changeEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        # Tabs, modes and rows are made when they are first wanted: their place counts, not when that was.
        if (centre := self.centralWidget()) is not None:
            follow_places(centre)
        return super().focusNextPrevChild(following)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._filled:
            self._remember()
        audio = self._pages.get("audio")
        if audio is not None:
            audio.player.player.close()  # type: ignore[attr-defined]
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if clipboard.takes_drop(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if receiving.receive(self, event.mimeData()):
            event.acceptProposedAction()


def _read_tabs() -> None:
    """Read the code of every tab, so that one that is opened later need not wait for it."""
    import studio.ui.audio_tab
    import studio.ui.image_tab
    import studio.ui.text_tab  # noqa: F401
