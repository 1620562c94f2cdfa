"""Every directory the studio uses, in one place. ``AIGC_STUDIO_HOME`` moves all of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HOME_VARIABLE = "AIGC_STUDIO_HOME"
_APP = "aigc-studio"


def _moved() -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).expanduser().absolute() if home else None


def _platform(kind: str) -> Path:
    """The platform's directory of a kind: ``data``, ``config``, ``cache`` (XDG, Known Folders, Apple's guidelines)."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        return local / _APP / kind
    if sys.platform == "darwin":
        folder = {"data": "Application Support", "config": "Application Support", "cache": "Caches"}[kind]
        return home / "Library" / folder / _APP
    variable, default = {
        "data": ("XDG_DATA_HOME", ".local/share"),
        "config": ("XDG_CONFIG_HOME", ".config"),
        "cache": ("XDG_CACHE_HOME", ".cache"),
    }[kind]
    return Path(os.environ.get(variable) or home / default) / _APP


def data_dir() -> Path:
    """Models and state that must survive: ``<home>/data``."""
    moved = _moved()
    return moved / "data" if moved else _platform("data")


def config_dir() -> Path:
    moved = _moved()
    return moved / "config" if moved else _platform("config")


def cache_dir() -> Path:
    """What may be deleted at any time: partial downloads, previews."""
    moved = _moved()
    return moved / "cache" if moved else _platform("cache")


def log_dir() -> Path:
    return data_dir() / "logs"


def models_dir() -> Path:
    """Where models are installed unless the settings name another folder."""
    return data_dir() / "models"


def calibration_file() -> Path:
    """What jobs took on this machine."""
    return data_dir() / "calibration.json"


def settings_file() -> Path:
    return config_dir() / "settings.json"


def wildcards_dir() -> Path:
    """The user's own wildcard files; those that are shipped lie in ``resources/wildcards``."""
    return config_dir() / "wildcards"


def prompt_files_dir(name: str) -> Path:
    """The user's own ``styles``, ``presets`` or ``negatives``; those that are shipped lie in ``resources/<name>``."""
    return config_dir() / name


def history_dir() -> Path:
    """The prompts that were run, one file for each kind."""
    return config_dir() / "history"


def documents_dir() -> Path:
    """The user's Documents folder (``XDG_DOCUMENTS_DIR`` on Linux), or ``<home>/documents`` when moved."""
    moved = _moved()
    if moved:
        return moved / "documents"
    home = Path.home()
    if sys.platform.startswith("linux"):
        config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "user-dirs.dirs"
        try:
            for line in config.read_text(encoding="utf-8").splitlines():
                if line.startswith("XDG_DOCUMENTS_DIR="):
                    value = line.partition("=")[2].strip().strip('"')
                    return Path(value.replace("$HOME", str(home)))
        except OSError:
            pass
    return home / "Documents"


def projects_dir() -> Path:
    """Where new projects go unless the settings name another folder."""
    return documents_dir() / "AIGC Studio"


def resources_dir() -> Path:
    """Read-only data shipped with the studio: beside the package in a checkout, inside it when installed or frozen."""
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / "resources"] if frozen else []
    package = Path(__file__).resolve().parent.parent
    candidates += [package / "resources", package.parent / "resources"]
    return next((c for c in candidates if c.is_dir()), candidates[-1])
