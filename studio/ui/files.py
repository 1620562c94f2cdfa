"""Handing files to the rest of the desktop."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def open_file(path: str) -> bool:
    """Open a file in the program the system has for it; False when there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(path))


def reveal(path: str) -> bool:
    """Show a file in the file manager, selected where that is possible. Returns at once."""
    if sys.platform == "win32":
        return _start("explorer", ["/select,", str(Path(path))])
    if sys.platform == "darwin":
        return _start("open", ["-R", path])
    if shutil.which("dbus-send"):
        arguments = [
            "--session",
            "--dest=org.freedesktop.FileManager1",
            "--type=method_call",
            "/org/freedesktop/FileManager1",
            "org.freedesktop.FileManager1.ShowItems",
            f"array:string:{QUrl.fromLocalFile(path).toString(QUrl.ComponentFormattingOption.FullyEncoded)}",
            "string:",
        ]
        if _start("dbus-send", arguments):
            return True
    return open_file(str(Path(path).parent))


def _start(program: str, arguments: list[str]) -> bool:
    started, _pid = QProcess.startDetached(program, arguments)
    return bool(started)
