"""The services of one running studio, opened in order and joined: settings, library, project, queue.

Qt-free: the window adds the engine's thread on top (``studio.app``), the command line runs the loop itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from studio.core import paths
from studio.core.errors import ProjectError
from studio.core.messages import Configure
from studio.engine.channel import Channel
from studio.engine.loop import EngineListener, EngineLoop
from studio.engine.process import ProcessChannel
from studio.gallery.project import Project
from studio.gallery.writer import GalleryWriter
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
        return Project.open(folder, write=write)
    if not create:
        raise ProjectError("project-missing", path=folder)
    return Project.create(folder)


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


def process_channels(configure: Configure) -> Callable[[int], Channel]:
    """Makes a worker process per number; the logs go to the studio's log folder."""

    def make(number: int) -> Channel:
        return ProcessChannel(number, log_folder=paths.log_dir())

    return make


class Services:
    """One open project with its queue, gallery writer and the model library."""

    def __init__(self, settings: Settings, library: Library, project: Project, writer: GalleryWriter, loop: EngineLoop):
        self.settings, self.library = settings, library
        self.project, self.writer, self.loop = project, writer, loop

    @classmethod
    def open(
        cls,
        folder: Path,
        listener: EngineListener,
        *,
        settings: Settings | None = None,
        channel_factory: Callable[[int], Channel] | None = None,
        only: frozenset[str] | None = None,
    ) -> Services:
        """Open everything in order; what was opened is closed again when a later step fails.

        ``only`` restricts the queue to these jobs (and to those submitted later), whatever else waits or pauses it.
        """
        settings = settings or load_settings()
        library = open_library(settings)
        project = open_or_create(folder)
        writer = GalleryWriter(project)
        try:
            writer.start()
            configure = configuration(settings)
            loop = EngineLoop(
                channel_factory=channel_factory or process_channels(configure),
                store=project.jobs,
                saver=writer,
                resolve=library.resolve,
                jobs_folder=project.jobs_folder,
                listener=listener,
                configure=configure,
            )
        except BaseException:
            writer.close()
            project.close()
            raise
        return cls(settings, library, project, writer, loop)

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
