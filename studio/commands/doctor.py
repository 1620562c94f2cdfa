"""``aigc-studio doctor``: what the machine has, what is installed, what is missing and how to get it."""

from __future__ import annotations

import argparse
import importlib.util
import json
import platform
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

from studio import version
from studio.commands import output
from studio.core import paths
from studio.core.errors import StudioError
from studio.library.library import Library
from studio.services import load_settings, open_library

_PACKAGES = (
    "torch",
    "transformers",
    "diffusers",
    "xllamacpp",
    "onnxruntime",
    "ai-edge-litert",
    "ctranslate2",
    "ncnn",
    "soundfile",
    "pillow",
    "PySide6-Essentials",
    "PySide6-Addons",
)
_DEVICE_TIMEOUT_S = 300


def main(options: argparse.Namespace) -> int:
    """Print the report; the status is 3 when something the studio needs is missing or damaged."""
    library = open_library()
    report: dict[str, Any] = {
        "version": version(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "packages": {name: _installed(name) for name in _PACKAGES},
        "devices": _devices(),
        "memory": _memory(),
        "disk": _disk(),
        "directories": _directories(),
        "models": _models(library, quick=options.quick),
    }
    report["window"] = _window()
    report["problems"] = problems(report)
    if options.json:
        output.emit(report)
    else:
        _print(report)
    return output.FAILED if any(p["severe"] for p in report["problems"]) else output.OK


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _devices() -> list[dict[str, Any]]:
    """Asked in a process of its own: a broken driver may take that process down, and torch stays out of this one."""
    command = [sys.executable, "-m", "studio.worker.devices"]
    try:
        result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=_DEVICE_TIMEOUT_S)
        return list(json.loads(result.stdout.strip().splitlines()[-1]))
    except (subprocess.TimeoutExpired, ValueError, IndexError, OSError) as error:
        return [{"id": "", "ok": False, "error": f"{type(error).__name__}: {error}"}]


def _memory() -> dict[str, int]:
    memory = psutil.virtual_memory()
    return {"total": memory.total, "available": memory.available}


def _nearest(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _disk() -> dict[str, dict[str, Any]]:
    settings = load_settings()
    places = {
        "models": Path(settings.model_folder) if settings.model_folder else paths.models_dir(),
        "projects": Path(settings.project_folder) if settings.project_folder else paths.projects_dir(),
    }
    return {name: {"path": str(p), "free": shutil.disk_usage(_nearest(p)).free} for name, p in places.items()}


def _directories() -> dict[str, str]:
    return {
        "data": str(paths.data_dir()),
        "config": str(paths.config_dir()),
        "cache": str(paths.cache_dir()),
        "logs": str(paths.log_dir()),
        "projects": str(paths.projects_dir()),
    }


def _models(library: Library, *, quick: bool) -> list[dict[str, Any]]:
    installed = {model.spec.id: model for model in library.installed()}
    rows: list[dict[str, Any]] = []
    for spec in [*library.catalogue(), *(m.spec for m in installed.values())]:
        if any(row["id"] == spec.id for row in rows):
            continue
        row: dict[str, Any] = {"id": spec.id, "name": spec.name, "starter": spec.starter, "size": spec.size}
        row["installed"] = spec.id in installed
        if row["installed"]:
            row["checked"] = "sizes" if quick else "sha256"
            row["problems"] = _quick_check(library, spec.id) if quick else library.verify(spec.id)
        rows.append(row)
    return rows


def _quick_check(library: Library, model_id: str) -> list[str]:
    try:
        library.get(model_id)
    except StudioError as error:
        return [error.info.what]
    return []


def _window() -> dict[str, Any]:
    """Whether the window's libraries load. Asked in a process of its own, because Qt stays out of the command line."""
    if importlib.util.find_spec("PySide6") is None:
        return {"ok": False, "error": "PySide6 is not installed"}
    script = (
        "import PySide6.QtWidgets\n"
        "try:\n import PySide6.QtMultimedia\n print('sound')\nexcept ImportError as error:\n print(error)"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8")
    if result.returncode:
        return {"ok": False, "error": result.stderr.strip().splitlines()[-1] if result.stderr.strip() else "no reason"}
    said = result.stdout.strip()
    return {"ok": True, "playback": said == "sound", "error": "" if said == "sound" else said}


def problems(report: dict[str, Any]) -> list[dict[str, Any]]:
    """What is missing or wrong in a report, each with what to do; ``severe`` where the main job cannot run."""
    found: list[dict[str, Any]] = []

    def say(what: str, remedy: str, *, severe: bool = True) -> None:
        found.append({"what": what, "remedy": remedy, "severe": severe})

    for name, installed in report["packages"].items():
        if installed is None:
            say(f"The package {name} is not installed.", "Run: python3 packaging/run.py")
    if not any(d.get("ok") for d in report["devices"]):
        say("No device could run a test computation.", "Reinstall torch: python3 packaging/run.py")
    for model in report["models"]:
        if model["installed"] and model["problems"]:
            remedy = f"Run: aigc-studio models remove {model['id']}, then aigc-studio models install {model['id']}"
            say(f"The model {model['id']} is damaged: {'; '.join(model['problems'])}.", remedy)
        elif model["starter"] and not model["installed"]:
            say(
                f"The starter model {model['id']} is not installed.",
                f"Run: aigc-studio models install {model['id']}",
                severe=False,
            )
    if not report["window"]["ok"]:
        say(f"The window cannot open: {report['window']['error']}.", "Run: python3 packaging/run.py", severe=False)
    elif not report["window"]["playback"]:
        say(
            f"Sound cannot be played in the window: {report['window']['error']}.",
            "On Debian and Ubuntu run: apt-get install libpulse0",
            severe=False,
        )
    for name, place in report["disk"].items():
        if place["free"] < 2 * 1024**3:
            say(f"Less than 2 GiB is free for {name} ({place['path']}).", "Free some space.", severe=False)
    return found


def _print(report: dict[str, Any]) -> None:
    output.show(f"AIGC Studio {report['version']} · Python {report['python']} · {report['system']}")
    output.show("Packages: " + ", ".join(f"{name} {v or 'MISSING'}" for name, v in report["packages"].items()))
    memory = report["memory"]
    output.show(f"Memory: {output.human_size(memory['available'])} of {output.human_size(memory['total'])} available")
    for name, place in report["disk"].items():
        output.show(f"Disk for {name}: {output.human_size(place['free'])} free at {place['path']}")
    for device in report["devices"]:
        output.show(f"Device: {json.dumps(device, ensure_ascii=False)}")
    for model in report["models"]:
        state = "available" if not model["installed"] else ("DAMAGED" if model["problems"] else "good")
        output.show(f"Model {model['id']:24} {state:10} {output.human_size(model['size'])}")
    for problem in report["problems"]:
        output.show(f"! {problem['what']} {problem['remedy']}")
    if not report["problems"]:
        output.show("Nothing is missing.")
