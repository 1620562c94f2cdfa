"""Projects: new, open, recent. What the File menu and the dialogs need, without widgets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.core import paths
from studio.core.errors import ErrorInfo, ProjectError, ResourceError
from studio.settings.schema import Settings

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter

FORBIDDEN = '<>:"/\\|?*'
MAX_NAME = 80


@dataclass(frozen=True)
class Recent:
    """A project that was open before. Whether it is still there shows when it is opened: its disk may be asleep."""

    folder: Path
    name: str


def parent_folder(settings: Settings) -> Path:
    """Where new projects go."""
    return Path(settings.project_folder) if settings.project_folder else paths.projects_dir()


def name_problem(name: str) -> str:
    """A key for what is wrong with a project's name: "" when it can be a folder on every system."""
    name = name.strip()
    if not name:
        return "empty"
    if any(c in FORBIDDEN or ord(c) < 32 for c in name):
        return "characters"
    if len(name) > MAX_NAME or len(name.encode()) > 200:
        return "long"
    if name.endswith(".") or name in (".", ".."):
        return "dot"
    return ""


def free_name(parent: Path, base: str) -> str:
    """``base``, with a number where a folder of that name is there already."""
    names = (base, *(f"{base} {number}" for number in range(2, 1000)))
    return next((name for name in names if not (parent / name).exists()), "")


def is_project(folder: Path) -> bool:
    """Whether a folder is a project: it has its database, or asset files to rebuild it from."""
    return (folder / "project.db").exists() or (folder / "assets").is_dir()


class ProjectsPresenter(QObject):
    """Opens projects through the composition root (``studio.switch_project``)."""

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__(studio)
        self.studio = studio

    def recent(self) -> list[Recent]:
        """Recent projects but for the one that is open, newest first."""
        current = Path(self.studio.services.project.folder)
        folders = [Path(p) for p in self.studio.settings.recent_projects]
        return [Recent(f, f.name) for f in folders if f != current]

    def forget_recent(self) -> None:
        self.studio.change_settings(recent_projects=())

    def create(self, parent: Path, name: str) -> ErrorInfo | None:
        """Make a project and open it; None when it is open."""
        folder = parent / name.strip()
        if folder.exists() and any(folder.iterdir()):
            return ResourceError("project-exists", path=folder).info
        return self.open(folder, create=True)

    def open(self, folder: Path, *, create: bool = False) -> ErrorInfo | None:
        """Open a project in place of the present one; the present one stays open when that fails."""
        if not create and not is_project(folder):
            return ProjectError("project-missing", path=folder).info
        assert self.studio.switch_project is not None, "the composition root sets it before anything can be clicked"
        return self.studio.switch_project(folder)
