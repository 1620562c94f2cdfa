"""What a test may leave behind: nothing. Finds threads, Qt threads, running Qt timers and top-level widgets."""

from __future__ import annotations

import functools
import sys
import threading
import time
import weakref
from typing import Any

# Threads that libraries keep for the life of the process, by the beginning of their names.
LIBRARY_THREADS = ("tqdm_monitor", "asyncio_", "pydevd", "ThreadPoolExecutor-library", "QtThread-library")

_started: dict[str, weakref.WeakSet[Any]] = {"QThread": weakref.WeakSet(), "QTimer": weakref.WeakSet()}
_hooked = False


def hook_qt() -> None:
    """Remember every QThread and QTimer that Python code starts (once PySide6 is imported; later calls do nothing)."""
    global _hooked
    core = sys.modules.get("PySide6.QtCore")
    if _hooked or core is None:
        return
    _hooked = True
    for name in _started:
        cls = getattr(core, name)
        cls.start = _remembering(name, cls.start)


def _remembering(name: str, start: Any) -> Any:
    @functools.wraps(start)
    def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:
        _started[name].add(self)
        return start(self, *args, **kwargs)

    return wrapper


def threads() -> set[threading.Thread]:
    return {t for t in threading.enumerate() if not t.name.startswith(LIBRARY_THREADS)}


def new_threads(before: set[threading.Thread], wait: float = 3.0) -> list[str]:
    """Names of the threads that were not there before and do not end within ``wait`` seconds."""
    end = time.monotonic() + wait
    for thread in threads() - before:
        if thread is not threading.current_thread():
            thread.join(max(0.0, end - time.monotonic()))
    return sorted(f"{t.name} ({type(t).__name__})" for t in threads() - before if t.is_alive())


def widgets() -> set[int]:
    """Identities of the top-level widgets without a parent."""
    return {id(w) for w in _top_level()}


def _top_level() -> list[Any]:
    module = sys.modules.get("PySide6.QtWidgets")
    if module is None or module.QApplication.instance() is None:
        return []
    return [w for w in module.QApplication.topLevelWidgets() if w.parent() is None]


def qt_leaks(widgets_before: set[int]) -> list[str]:
    """What Python code started or opened through Qt and left running or open."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None or core.QCoreApplication.instance() is None:
        return []
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    found = [f"widget {type(w).__name__} “{w.windowTitle()}”" for w in _top_level() if id(w) not in widgets_before]
    for name, active in (("QThread", "isRunning"), ("QTimer", "isActive")):
        for item in list(_started[name]):
            try:
                if getattr(item, active)():
                    found.append(f"{name} {type(item).__name__} “{item.objectName()}”")
                    if name == "QTimer" and item.thread() is core.QThread.currentThread():
                        item.stop()
            except RuntimeError:  # its C++ object is gone, so it is not running
                pass
        _started[name].clear()
    return found
