"""The composition root of the window: builds every service and the window, starts them in order, stops them in order."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QProgressDialog

from studio import version
from studio.core import paths
from studio.core.errors import ErrorInfo, StudioError, as_error_info
from studio.presenters.garbage import Collector
from studio.settings import store as settings_store
from studio.settings.schema import Settings, with_recent
from studio.ui import theme
from studio.ui.main_window import MainWindow
from studio.ui.translations import error_text

# Everything else is imported behind the window's first paint: engine, gallery, library and presenters take longer than Qt.
if TYPE_CHECKING:
    from studio.engine.channel import Channel
    from studio.engine.inference_engine import InferenceEngine
    from studio.presenters.studio import StudioPresenter
    from studio.services import Services

SLOW_OPENING_MS = 300
"""A project that takes longer to open (it is being rebuilt or migrated) is said to be opening."""
LOG_BYTES = 2 * 1024 * 1024


class Studio(QObject):
    """Everything that lives as long as the window: services, engine, presenter and the window itself."""

    engine: InferenceEngine
    services: Services
    presenter: StudioPresenter

    def __init__(self, settings: Settings, channel_factory: Callable[[int], Channel] | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._channel_factory = channel_factory
        self._opened = False
        self.window = MainWindow(settings=settings)

    # ---- start

    def show(self) -> None:
        """Paint the window's frame. Nothing has been opened yet."""
        self.window.show()
        QApplication.processEvents()

    def open(self, folder: Path | None = None) -> None:
        """Open a project (None: the last one, or the default) and fill the window; the worker starts after that paint.

        Raises StudioError or OSError when the project cannot be opened; the frame stays for another try.
        """
        services = self._in_background(lambda: self._open_services(folder))
        from studio.engine.inference_engine import InferenceEngine
        from studio.presenters.studio import StudioPresenter

        self.engine = InferenceEngine()
        self._use(services)
        self.presenter = StudioPresenter(self.services, self.engine)
        self.presenter.switch_project = self.switch
        self._opened = True
        self.window.firstPainted.connect(self._start_engine)
        self.window.fill(self.presenter)
        self._tell_notices()

    def _start_engine(self) -> None:
        if not self.engine.isRunning():
            self.engine.start()
            self.engine.start_worker()

    def _open_services(self, folder: Path | None) -> Services:
        from studio.services import Services, default_project_folder

        folder = folder or default_project_folder(self._settings)
        return Services.open(folder, settings=self._settings, channel_factory=self._channel_factory)

    def _use(self, services: Services, channels: Sequence[Channel] = ()) -> None:
        self.services = services
        self._settings = services.settings = with_recent(services.settings, str(services.project.folder))
        self.engine.attach(services.make_loop(self.engine.listener, channels=channels))

    # ---- another project

    def switch(self, folder: Path) -> ErrorInfo | None:
        """Put another project in place of the open one; the workers and the models they hold stay.

        The open project is closed only when the other one could be opened; its error is returned otherwise.
        """
        if folder == self.services.project.folder:
            return None
        old, self._settings = self.services, self.services.settings
        try:
            services = self._in_background(lambda: self._open_services(folder))
        except (StudioError, OSError) as error:
            return as_error_info(error)
        channels: list[Channel] = []
        self.presenter.leave_project()

        def let_go() -> Services:
            # A mask that is being written belongs to a job that is not in the queue yet.
            old.writer.drain()
            channels.extend(self.engine.detach())
            old.close()
            return services

        self._use(self._in_background(let_go), channels)
        self.presenter.project_changed(services)
        self.presenter.change_settings(
            last_project=self._settings.last_project, recent_projects=self._settings.recent_projects
        )
        self._start_engine()
        self._tell_notices()
        return None

    # ---- end

    def close(self) -> None:
        """Stop in the reverse order of the start: what runs becomes interrupted, what waits goes on waiting."""
        if self._opened:
            self.services.writer.drain()
            self.engine.stop()
            self.presenter.close()
            self.services.close()

    # ---- helpers

    def _tell_notices(self) -> None:
        for notice in self.services.project.notices:
            self.presenter.notice.emit(notice)

    def _in_background(self, action: Callable[[], Services]) -> Services:
        """Run something slow in a thread while the window (or a small note) stays alive."""
        outcome: list[Services | BaseException] = []
        loop = QEventLoop()

        def work() -> None:
            try:
                outcome.append(action())
            except BaseException as error:
                outcome.append(error)

        thread = threading.Thread(target=work, name="open-project")
        note = QProgressDialog(self.tr("Opening the project…"), "", 0, 0, self.window)
        note.setCancelButton(None)
        note.setMinimumDuration(SLOW_OPENING_MS)
        poll = QTimer(interval=5)
        poll.timeout.connect(lambda: None if thread.is_alive() else loop.quit())
        thread.start()
        poll.start()
        loop.exec()
        thread.join()
        poll.stop()
        note.reset()
        note.deleteLater()
        (result,) = outcome
        if isinstance(result, BaseException):
            raise result
        return result


def run_window(arguments: Sequence[str]) -> int:
    """Open the window; the process's exit status."""
    folder = _folder_in(arguments)
    settings = settings_store.load(paths.settings_file())
    application = make_application(settings)
    collector = Collector()
    collector.start()
    studio = Studio(settings)
    studio.window.firstPainted.connect(collector.freeze)
    studio.show()
    _log_to_file()
    application.setApplicationVersion(version())
    if not _open_first(studio, folder, settings):
        return 3
    # Python sees Ctrl-C only between two of its own instructions: the collector's timer gives it the chance.
    signal.signal(signal.SIGINT, lambda *_: application.quit())
    status = application.exec()
    studio.close()
    collector.stop()
    return status


def _folder_in(arguments: Sequence[str]) -> Path | None:
    """The project that ``--project DIR`` names; leaves with status 2 for other words."""
    if not arguments:
        return None
    import argparse

    parser = argparse.ArgumentParser(prog="aigc-studio", description="Open the studio's window.")
    parser.add_argument("--project", type=Path, metavar="DIR", help="the project to open")
    folder: Path | None = parser.parse_args(list(arguments)).project
    return folder.expanduser().absolute() if folder else None


def make_application(settings: Settings) -> QApplication:
    """The QApplication with the studio's name and theme."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("AIGC Studio")
    application.setDesktopFileName("aigc-studio")
    theme.apply(settings.theme)
    return application


def _open_first(studio: Studio, folder: Path | None, settings: Settings) -> bool:
    """Open the first project; where it cannot be, say why and offer another. False: the user gave up."""
    while True:
        try:
            studio.open(folder)
            return True
        except (StudioError, OSError) as error:
            from studio.ui.project_dialogs import choose_another

            folder = choose_another(studio.window, as_error_info(error), settings)
            if folder is None:
                return False


def _log_to_file() -> None:
    """Warnings and errors with their tracebacks, in a file that cannot grow without bound."""
    import logging.handlers

    try:
        paths.log_dir().mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            paths.log_dir() / "studio.log", maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    sys.excepthook = _log_unexpected


def _log_unexpected(kind: type[BaseException], error: BaseException, traceback: object) -> None:
    """A bug in a slot is logged and told; the window stays."""
    logging.getLogger("studio").error("unexpected error", exc_info=(kind, error, traceback))  # type: ignore[arg-type]
    sys.__excepthook__(kind, error, traceback)  # type: ignore[arg-type]
    application = QApplication.instance()
    if isinstance(application, QApplication) and threading.current_thread() is threading.main_thread():
        info = as_error_info(error)
        QMessageBox.warning(application.activeWindow(), "AIGC Studio", "\n\n".join(error_text(info)))
