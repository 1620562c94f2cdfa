"""The rules of tests/conftest.py hold."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading

import pytest

from studio.core import paths
from tests.support import leaks


def test_sockets_are_blocked() -> None:
    with socket.socket() as sock, pytest.raises(RuntimeError, match="may not connect"):
        sock.connect(("127.0.0.1", 9))
    with pytest.raises(RuntimeError, match="may not look up"):
        socket.getaddrinfo("example.org", 80)


def test_sockets_of_children_are_blocked() -> None:
    code = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert "NetworkBlocked" in done.stderr


def test_home_is_the_tests_own() -> None:
    assert paths.data_dir().is_relative_to(os.environ["AIGC_STUDIO_HOME"])
    assert "家" in str(paths.data_dir())


def test_a_left_thread_is_found() -> None:
    before, stop = leaks.threads(), threading.Event()
    thread = threading.Thread(target=stop.wait, name="left")
    thread.start()
    assert leaks.new_threads(before, wait=0.05) == ["left (Thread)"]
    stop.set()
    thread.join()
    assert leaks.new_threads(before) == []


def test_left_timers_and_widgets_are_found(qapp: object) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget

    leaks.hook_qt()
    before = leaks.widgets()
    timer, widget = QTimer(), QWidget()
    timer.setObjectName("tick")
    timer.start(1000)
    widget.setWindowTitle("left open")
    assert leaks.qt_leaks(before) == ["widget QWidget “left open”", "QTimer QTimer “tick”"]
    timer.stop()
    widget.deleteLater()
    assert leaks.qt_leaks(before) == []
