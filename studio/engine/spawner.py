"""The thread that starts worker processes.

On Linux a worker asks the kernel to end it together with the thread that started it. Engine threads come and go with
projects while their workers stay, so workers are started by this one thread, which lives as long as the program.
"""

from __future__ import annotations

import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future

_lock = threading.Lock()
_work: queue.SimpleQueue[tuple[Callable[[], object], Future[None]]] = queue.SimpleQueue()
_thread: threading.Thread | None = None
THREAD_NAME = "worker-spawner"


def call(action: Callable[[], object]) -> None:
    """Run ``action`` in the spawner thread and wait for it; its exception is raised here."""
    global _thread
    with _lock:
        if _thread is None:
            _thread = threading.Thread(target=_serve, name=THREAD_NAME, daemon=True)
            _thread.start()
    outcome: Future[None] = Future()
    _work.put((action, outcome))
    outcome.result()


def _serve() -> None:
    if hasattr(signal, "pthread_sigmask"):
        # Children inherit this: a Ctrl-C while a worker starts must not end it before it can say that it ignores it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    while True:
        action, outcome = _work.get()
        try:
            action()
        except BaseException as error:
            outcome.set_exception(error)
        else:
            outcome.set_result(None)
