"""The composition root of the window: builds every service and the window, starts them in order, stops them in order."""

from __future__ import annotations

import argparse
import logging
import logging.handlers
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QProgressDialog

from studio import version
from studio.core import paths
from studio.core.errors import ErrorInfo, StudioError, as_error_info
from studio.engine.channel import Channel
from studio.engine.inference_engine import InferenceEngine
from studio.presenters.studio import StudioPresenter
from studio.services import Services, default_project_folder, load_settings
from studio.settings.schema import Settings, with_recent
from studio.ui import icons, theme
from studio.ui.main_window import MainWindow
from studio.ui.translations import Translations

SLOW_OPENING_MS = 300
"""A project that takes longer to open (it is being rebuilt or migrated) is said to be opening."""
LOG_BYTES = 2 * 1024 * 1024


class Studio(QObject):
    """Everything that lives as long as the window: services, engine, presenter and the window itself."""

    def __init__(self, settings: Settings, channel_factory: Callable[[int], Channel] | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._channel_factory = channel_factory
        self.engine = InferenceEngine()
        self.services: Services | None = None
        self.presenter: StudioPresenter | None = None
        self.window: MainWindow | None = None

    # ---- start

    def open(self, folder: Path) -> None:
        """Open a project and show it in the window. Raises StudioError when it cannot be opened."""
        self._use(self._in_background(lambda: self._open_services(folder)))

    def show(self) -> None:
        """The first paint; the worker starts only after it."""
        assert self.services is not None
        self.presenter = StudioPresenter(self.services, self.engine)
        self.presenter.switch_project = self.switch  # type: ignore[attr-defined]
        self.window = MainWindow(self.presenter)
        self.window.firstPainted.connect(self._start_engine)
        self.window.show()
        self._tell_notices()

    def _start_engine(self) -> None:
        if not self.engine.isRunning():
            self.engine.start()
            self.engine.start_worker()

    def _open_services(self, folder: Path) -> Services:
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
        assert self.services is not None and self.presenter is not None
        if folder == self.services.project.folder:
            return None
        old, self._settings = self.services, self.services.settings
        try:
            services = self._in_background(lambda: self._open_services(folder))
        except (StudioError, OSError) as error:
            return as_error_info(error)
        channels: list[Channel] = []

        def let_go() -> Services:
            channels.extend(self.engine.detach())
            old.close()
            return services

        self._use(self._in_background(let_go), channels)
        self.presenter.services = services
        self.presenter.project_changed()
        self.presenter.change_settings(
            last_project=self._settings.last_project, recent_projects=self._settings.recent_projects
        )
        self._start_engine()
        self._tell_notices()
        return None

    # ---- end

    def close(self) -> None:
        """Stop in the reverse order of the start: what runs becomes interrupted, what waits goes on waiting."""
        self.engine.stop()
        if self.presenter is not None:
            self.presenter.close()
        if self.services is not None:
            self.services.close()

    # ---- helpers

    def _tell_notices(self) -> None:
        assert self.services is not None and self.presenter is not None
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
    parser = argparse.ArgumentParser(prog="aigc-studio", description="Open the studio's window.")
    parser.add_argument("--project", type=Path, metavar="DIR", help="the project to open")
    options = parser.parse_args(list(arguments))
    _log_to_file()
    settings = load_settings()
    application = make_application(settings)
    # The window brings its own; this one is for what must be said before there is a window.
    early = Translations(application)
    early.apply(settings.language)
    studio = Studio(settings)
    folder = options.project.expanduser().absolute() if options.project else default_project_folder(settings)
    if not _open_first(studio, folder, settings):
        return 3
    early.apply("en")
    studio.show()
    # Python sees Ctrl-C only between two of its own instructions: this timer gives it the chance.
    signal.signal(signal.SIGINT, lambda *_: application.quit())
    breath = QTimer(interval=500)
    breath.timeout.connect(lambda: None)
    breath.start()
    status = application.exec()
    breath.stop()
    studio.close()
    return status


def make_application(settings: Settings) -> QApplication:
    """The QApplication with the studio's name, icon, theme and language."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("AIGC Studio")
    application.setApplicationVersion(version())
    application.setDesktopFileName("aigc-studio")
    theme.apply(settings.theme)
    application.setWindowIcon(icons.app_icon())
    return application


def _open_first(studio: Studio, folder: Path, settings: Settings) -> bool:
    """Open the first project; where it cannot be, say why and offer another. False: the user gave up."""
    from studio.ui.project_dialogs import choose_another

    while True:
        try:
            studio.open(folder)
            return True
        except (StudioError, OSError) as error:
            chosen = choose_another(QMainWindow(), as_error_info(error), settings)
            if chosen is None:
                return False
            folder = chosen


def _log_to_file() -> None:
    """Warnings and errors with their tracebacks, in a file that cannot grow without bound."""
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
        QMessageBox.warning(application.activeWindow(), "AIGC Studio", f"{info.what}\n\n{info.remedy}")
