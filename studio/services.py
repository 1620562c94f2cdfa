"""The services of one running studio, opened in order and joined: settings, library, project, queue.

Qt-free: the window adds the engine's thread on top (``studio.app``), the command line runs the loop itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from studio.core import paths, requests
from studio.core.errors import ProjectError
from studio.core.jobs import Job, JobStore
from studio.core.messages import Configure, Result
from studio.core.models import InstalledModel
from studio.core.requests import Request
from studio.engine.channel import Channel, EngineListener
from studio.engine.gpus import cuda_devices
from studio.engine.loop import EngineLoop
from studio.engine.process import ProcessChannel
from studio.gallery.project import Project
from studio.gallery.writer import GalleryWriter
from studio.library.calibration import Calibration
from studio.library.library import Library
from studio.settings import store as settings_store
from studio.settings.schema import Settings

DEFAULT_PROJECT_NAME = "Drafts"


def load_settings() -> Settings:
    return settings_store.load(paths.settings_file())


def open_library(settings: Settings | None = None) -> Library:
    """The model library in the folder that the settings name."""
    return Library(models_folder(settings or load_settings()))


def models_folder(settings: Settings) -> Path:
    return Path(settings.model_folder) if settings.model_folder else paths.models_dir()


def default_project_folder(settings: Settings) -> Path:
    """The project to open when none is named: the last one while it exists, else the default in Documents."""
    if settings.last_project and (Path(settings.last_project) / "project.db").exists():
        return Path(settings.last_project)
    parent = Path(settings.project_folder) if settings.project_folder else paths.projects_dir()
    return parent / DEFAULT_PROJECT_NAME


def open_or_create(folder: Path, *, write: bool = True, create: bool = True) -> Project:
    """The project in ``folder``, made when there is none yet and ``create`` allows it.

    Raises :class:`ProjectError` (missing, locked, newer) and ResourceError (folder not writable).
    """
    folder = folder.expanduser().absolute()
    if (folder / "project.db").exists() or _has_assets(folder):
        return Project.open(folder, write=write, wanted=_kept_in_tabs())
    if not create:
        raise ProjectError("project-missing", path=folder)
    return Project.create(folder)


def _kept_in_tabs() -> str:
    """What the tabs of the window keep for its next start, which may name files of the project."""
    return msgspec.json.encode(load_settings().drafts).decode()


def _has_assets(folder: Path) -> bool:
    """A project whose database was lost is still one: opening it rebuilds the database from the files."""
    return (folder / "assets").is_dir()


@contextlib.contextmanager
def open_project(folder: Path, *, write: bool = True, create: bool = False) -> Iterator[Project]:
    """The project for the length of a ``with`` block."""
    project = open_or_create(folder, write=write, create=create)
    try:
        yield project
    finally:
        project.close()


def configuration(settings: Settings) -> Configure:
    """How the worker may use the machine, as the settings say."""
    return Configure(
        device=settings.device, threads=settings.threads, memory_budget=settings.memory_budget_mb * 1024 * 1024
    )


def make_process_channel(number: int) -> Channel:
    """Worker number ``number`` as a child process; its output goes to the studio's log folder."""
    return ProcessChannel(number, log_folder=paths.log_dir())


class _NewJobsOnly:
    """A view of the job table in which a single command sees its own jobs alone; they are kept like all others."""

    def __init__(self, store: JobStore) -> None:
        self._store = store
        self.put, self.remove = store.put, store.remove

    def load(self) -> list[Job]:
        return []

    def paused(self) -> bool:
        return False

    def set_paused(self, paused: bool) -> None:
        """The project's own switch stays as it is."""


class Services:
    """One open project with its gallery writer, the model library and (after :meth:`make_loop`) its queue."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        project: Project,
        writer: GalleryWriter,
        channel_factory: Callable[[int], Channel],
    ) -> None:
        self.settings, self.library, self.project, self.writer = settings, library, project, writer
        self.calibration = Calibration(paths.calibration_file())
        self._channel_factory = channel_factory
        self._loop: EngineLoop | None = None

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        settings: Settings | None = None,
        channel_factory: Callable[[int], Channel] | None = None,
    ) -> Services:
        """Open settings, library, project and writer in order; the project is closed again when the writer fails."""
        settings = settings or load_settings()
        library = open_library(settings)
        project = open_or_create(folder)
        writer = GalleryWriter(project)
        try:
            writer.start()
        except BaseException:
            project.close()
            raise
        return cls(settings, library, project, writer, channel_factory or make_process_channel)

    def make_loop(
        self, listener: EngineListener, *, channels: Sequence[Channel] = (), new_jobs_only: bool = False
    ) -> EngineLoop:
        """The queue of this project. ``channels`` are live workers of another project's loop.

        With ``new_jobs_only`` it holds nothing but what is submitted from now on: jobs that wait in the project go on
        waiting, and a paused queue does not hold it up.
        """
        jobs = self.project.jobs
        self._loop = EngineLoop(
            channel_factory=self._channel_factory,
            store=_NewJobsOnly(jobs) if new_jobs_only else jobs,
            saver=self.writer,
            resolve=self._resolve,
            check=requests.validate,
            observe=self._observe,
            jobs_folder=self.project.jobs_folder,
            listener=listener,
            configure=configuration(self.settings),
            devices=cuda_devices(),
            channels=channels,
        )
        return self._loop

    def _resolve(self, request: Request) -> tuple[Request, tuple[InstalledModel, ...]]:
        """What the library says, for inputs where they are now: the project may have been moved since."""
        return self.library.resolve(self.project.located(request))

    def _observe(self, result: Result) -> None:
        self.calibration.observe(result.recipe, result.peak)

    @property
    def loop(self) -> EngineLoop:
        if self._loop is None:
            raise RuntimeError("the queue of this project has not been made yet")
        return self._loop

    def apply_settings(self, settings: Settings) -> None:
        """Keep new settings and use them: the settings file, the model folder, the worker's configuration."""
        before, self.settings = self.settings, settings
        settings_store.save(paths.settings_file(), settings)
        if settings.model_folder != before.model_folder:
            self.library.folder = models_folder(settings)
        if configuration(settings) != configuration(before):
            self.loop.reconfigure(configuration(settings))

    def close(self) -> None:
        """Stop the writer after what it has in hand, then let go of the project. The loop must have ended."""
        self.writer.close()
        self.project.close()
