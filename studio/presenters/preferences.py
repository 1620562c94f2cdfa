"""The settings dialog's state: choices that the machine offers, and changes applied at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.core import paths

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter


class PreferencesPresenter(QObject):
    """Reads and changes settings one by one; every change is applied live and written soon after."""

    changed = Signal()

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__(studio)
        self.studio = studio
        studio.settingsChanged.connect(self.changed)

    def get(self, name: str) -> Any:
        return getattr(self.studio.settings, name)

    def set(self, name: str, value: Any) -> None:
        if self.get(name) != value:
            self.studio.change_settings(**{name: value})

    def model_folder(self) -> str:
        """The model folder in use, spelled out."""
        return self.studio.settings.model_folder or str(paths.models_dir())

    def project_folder(self) -> str:
        """The folder for new projects, spelled out."""
        return self.studio.settings.project_folder or str(paths.projects_dir())

    def devices(self) -> list[str]:
        """Device names the worker accepts on this machine: "" is automatic. The worker checks them with a kernel."""
        found = ["", "cpu"]
        if sys.platform == "darwin":
            found.append("mps")
        elif os.name == "nt" or Path("/dev/nvidiactl").exists():
            found.append("cuda")
        chosen = self.studio.settings.device
        return found if chosen in found else [*found, chosen]

    @staticmethod
    def cores() -> int:
        return os.cpu_count() or 1
