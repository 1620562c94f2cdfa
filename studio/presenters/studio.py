"""What the whole window shares: services, engine, settings, and handing work from one part to another."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from studio.core import requests
from studio.core.errors import ErrorInfo
from studio.core.jobs import Job
from studio.core.messages import Preview, Progress, Residency, TextDelta
from studio.core.requests import Kind
from studio.presenters.audio_tab import AudioTabPresenter
from studio.presenters.background import Background
from studio.presenters.image_tab import ImageTabPresenter
from studio.presenters.keeping import with_draft, without_prompts
from studio.presenters.models_list import ModelsPresenter
from studio.presenters.painting import hand_over_painted, keep_handed_over, keep_painted
from studio.presenters.preferences import PreferencesPresenter
from studio.presenters.prompt_book import PromptBook
from studio.presenters.tab import TabPresenter
from studio.presenters.taking import TakingPresenter
from studio.presenters.text_tab import TextTabPresenter
from studio.presenters.waiting import WaitingLine
from studio.settings.schema import Settings, WindowState

if TYPE_CHECKING:
    from studio.core.recipes import Recipe
    from studio.presenters.comparing import Side

SAVE_DELAY_MS = 600
APPLIED = frozenset({"model_folder", "device", "threads", "memory_budget_mb", "embed"})
"""Settings that are used at once by the services, not only by the window."""
TEXT_LIMIT = 8 * 1024 * 1024
"""Bytes of a text file that are shown."""


class StudioPresenter(QObject):
    """Made once by the composition root and given to every part of the window."""

    settingsChanged = Signal(object)
    projectLeft = Signal()
    """The open project is about to be closed; nothing more may be asked of it."""
    projectChanged = Signal()
    notice = Signal(object)
    message = Signal(str)
    tabRequested = Signal(str)
    assetSaved = Signal(object)
    assetChanged = Signal(object)
    assetsTrashed = Signal(object)
    """The ids of assets that went to the trash; restored ones come with ``assetsRestored``."""
    assetsRestored = Signal(object)
    workerChanged = Signal(str, object)
    residencyChanged = Signal(object)
    closing = Signal()
    """The window is about to go: what runs beside it must end."""

    def __init__(self, services: Any, engine: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self.engine = engine
        self.settings: Settings = services.settings
        self.background = Background(self)
        self.switch_project: Callable[[Path], ErrorInfo | None] | None = None
        """Set by the composition root: opens another project in place of this one."""
        self.worker_state: tuple[str, ErrorInfo | None] = ("stopped", None)
        self.residency: Residency | None = None
        self._save_timer = QTimer(self, singleShot=True, interval=SAVE_DELAY_MS)
        self._save_timer.timeout.connect(self.save_settings)
        self._save_lock = threading.Lock()
        self._unsaved = False
        self.models = ModelsPresenter(self)
        self.preferences = PreferencesPresenter(self)
        self.book = PromptBook(self)
        self.waiting = WaitingLine(engine, self)
        self.text = TextTabPresenter(self)
        self.image = ImageTabPresenter(self)
        self.audio = AudioTabPresenter(self)
        self.taking = TakingPresenter(self)
        for tab in self.tabs:
            self.models.changed.connect(tab.modelsChanged)
        engine.jobChanged.connect(self._job_changed)
        engine.jobRemoved.connect(self._job_removed)
        engine.progress.connect(self._progress)
        engine.text.connect(self._text)
        engine.preview.connect(self._preview)
        engine.assetSaved.connect(self._asset_saved)
        engine.workerChanged.connect(self._worker_changed)
        engine.residency.connect(self._residency)

    @property
    def tabs(self) -> tuple[TabPresenter, ...]:
        return (self.text, self.image, self.audio)

    def tab(self, kind: str) -> TabPresenter:
        return {"text": self.text, "image": self.image, "audio": self.audio}[kind]

    # -- project --------------------------------------------------------------------------------------------------

    def file_of(self, asset: Any) -> str:
        """The absolute path of an asset's file; no disk access."""
        return str(self.services.project.store.file(asset))

    def thumbnail_of(self, asset: Any) -> str:
        path = self.services.project.store.thumbnail(asset)
        return str(path) if path else ""

    def leave_project(self) -> None:
        """The composition root is about to close the project: what is in no file yet goes to its writer."""
        for tab in self.tabs:
            tab.keeping.remember()
        self.text.save_drafts()
        hand_over_painted(self.image)
        self.projectLeft.emit()

    def project_changed(self, services: Any) -> None:
        """The composition root has opened another project and closed the one before."""
        keep_handed_over(self.image)
        self.services = services
        for tab in self.tabs:
            tab.change_project()
        self.projectChanged.emit()
        self.models.refresh()

    def write(
        self,
        fn: Callable[[], Any],
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[ErrorInfo], None] | None = None,
    ) -> None:
        """Change the project in its writer's thread; the callbacks come back in the GUI thread."""

        def done(value: Any, error: ErrorInfo | None) -> None:
            if error is not None:
                self.background.post(lambda: (on_error or self.notice.emit)(error))
            elif on_done is not None:
                self.background.post(lambda: on_done(value))

        self.services.writer.call(fn, done)

    def read_text(self, path: str, on_done: Callable[[str], None], on_error: Callable[[ErrorInfo], None]) -> None:
        """The text of a file without its front matter, at most TEXT_LIMIT bytes, read in the background."""

        def read() -> str:
            from studio.metadata import front_matter

            with Path(path).open("rb") as file:
                text = file.read(TEXT_LIMIT).decode("utf-8", errors="replace").removeprefix("\ufeff")
            return front_matter.split(text)[1]

        self.background.run(read, on_done, on_error)

    # -- from one tab to another ----------------------------------------------------------------------------------

    def use_settings(self, recipe: Recipe) -> None:
        """Put a recipe's settings into the tab of its kind and bring that to the front; what is missing is asked for."""
        self.taking.recipe(recipe)

    def take_settings(self, path: str) -> None:
        """Show what a file of any program was made with, to choose what is taken over."""
        self.taking.file(path)

    def send_text(self, text: str, kind: Kind) -> None:
        """A text becomes the prompt of another tab."""
        tab = self.tab(kind)
        if tab.values["task"] in requests.PROMPTLESS_TASKS:
            tab.set_value("task", tab.defaults()["task"])
        tab.set_value("prompt", text[: requests.PROMPT_LIMIT])
        self.tabRequested.emit(kind)

    def use_file(self, path: str, kind: Kind, asset_id: str = "") -> None:
        """A picture or sound becomes the input of its tab; a text becomes the text tab's prompt."""
        if kind == "text":
            self.read_text(path, lambda text: self.send_text(text, "text"), self.notice.emit)
            return
        tab = self.image if kind == "image" else self.audio
        tab.take_as_input(path, asset_id)
        self.tabRequested.emit(kind)

    def compare(self, a: Side, b: Side) -> None:
        """Two pictures side by side, in the image tab."""
        self.tabRequested.emit("image")
        self.image.comparing.start(a, b)

    # -- settings -------------------------------------------------------------------------------------------------

    def change_settings(self, **values: Any) -> None:
        """Apply changed settings at once and write them soon."""
        self.settings = msgspec.structs.replace(self.settings, **values)
        self._unsaved = True
        if values.keys() - {"window", "tabs", "drafts"}:
            self.settingsChanged.emit(self.settings)
        if values.keys() & APPLIED:
            self.save_settings()
        else:
            self._save_timer.start()

    def remember_tab(self, kind: str, values: dict[str, Any], draft: dict[str, Any] | None = None) -> None:
        """Keep a tab's last settings for the next start, and what it is to make for the next time in this project."""
        tabs, drafts = {**self.settings.tabs, kind: values}, self.settings.drafts
        if draft is not None:
            drafts = with_draft(drafts, self.services.project.id, kind, draft)
        if not self.settings.prompt_history:
            drafts = without_prompts(drafts)
        self.change_settings(tabs=tabs, drafts=drafts)

    def remember_window(self, window: WindowState) -> None:
        if window != self.settings.window:
            self.change_settings(window=window)

    def save_settings(self) -> None:
        """Write the settings, and use those that the services need, in the background."""
        self._save_timer.stop()
        self.background.run(self._write_settings, self._settings_written, self.notice.emit)

    def _write_settings(self) -> bool:
        """True when the models may be others now."""
        with self._save_lock:
            before, settings, self._unsaved = self.services.settings, self.settings, False
            self.services.apply_settings(settings)
            return bool(before.model_folder != settings.model_folder)

    def _settings_written(self, other_models: bool) -> None:
        if other_models:
            self.models.refresh()

    def close(self) -> None:
        """Write what is not written yet and end the background threads."""
        self.closing.emit()
        self.text.save_drafts()
        with contextlib.suppress(OSError):
            keep_painted(self.image)
        self._save_timer.stop()
        self.image.estimates.stop()
        for tab in self.tabs:
            tab.facts.stop()
        self.background.close()
        if self._unsaved:
            with contextlib.suppress(OSError):
                self._write_settings()

    # -- engine ---------------------------------------------------------------------------------------------------

    def _job_changed(self, job: Job) -> None:
        if self.image.improver.owns(job.id):
            # It answers the image tab and is no take of the text tab.
            self.image.improver.job_changed(job)
            return
        self.tab(requests.kind_of(job.request)).job_changed(job)

    def _job_removed(self, job_id: str) -> None:
        for tab in self.tabs:
            tab.job_removed(job_id)

    def _progress(self, event: Progress) -> None:
        for tab in self.tabs:
            tab.show_progress(event)

    def _text(self, event: TextDelta) -> None:
        if self.image.improver.owns(event.job):
            self.image.improver.append(event.text)
            return
        for tab in self.tabs:
            tab.append_text(event.job, event.take, event.text)

    def _preview(self, event: Preview, rgb: bytes) -> None:
        for tab in self.tabs:
            tab.show_preview(event.job, event.take, rgb, event.width, event.height)

    def _asset_saved(self, job_id: str, take: int, asset: Any) -> None:
        for tab in self.tabs:
            tab.asset_saved(job_id, take, asset)
        self.assetSaved.emit(asset)

    def _worker_changed(self, state: str, error: ErrorInfo | None) -> None:
        self.worker_state = (state, error)
        self.workerChanged.emit(state, error)

    def _residency(self, event: Residency) -> None:
        self.residency = event
        self.residencyChanged.emit(event)
