"""The one thread that writes into a project: finished results from the engine and what the user does in the window."""

from __future__ import annotations

import logging
import queue
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.core import grids
from studio.core.errors import ErrorInfo, ProjectError, as_error_info, verbatim
from studio.core.jobs import Job
from studio.core.messages import Result
from studio.core.requests import ImageRequest
from studio.gallery.project import Project

log = logging.getLogger(__name__)
Done = Callable[[Any, ErrorInfo | None], None]


class GalleryWriter(threading.Thread):
    """Does one thing after the other, in the order they came. No exception ends it."""

    def __init__(self, project: Project) -> None:
        super().__init__(name="gallery-writer", daemon=True)
        self._project = project
        self._work: queue.SimpleQueue[tuple[Callable[[], Any], Done] | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False

    def save(self, job: Job, result: Result, done: Done) -> None:
        """Take a result over into the gallery. Returns at once; ``done(asset, None)`` or ``done(None, error)`` follows
        from this thread."""
        self.call(lambda: self._save(job, result), done)

    def _save(self, job: Job, result: Result) -> Any:
        request = result.recipe.request
        title = job.title
        if isinstance(request, ImageRequest) and request.grid is not None:
            title = grids.title(request)
        return self._project.store.add(
            Path(result.path),
            recipe=result.recipe,
            kind=result.kind,
            thumbnail=Path(result.thumbnail) if result.thumbnail else None,
            width=result.width,
            height=result.height,
            seconds=result.seconds,
            excerpt=result.excerpt,
            title=title,
        )

    def call(self, fn: Callable[[], Any], done: Done) -> None:
        """Run ``fn`` in this thread; ``done(value, None)`` or ``done(None, error)`` follows from it."""
        with self._gate:
            if not self._closed:
                self._work.put((fn, done))
                return
        done(None, ProjectError("internal", reason=verbatim("the project is closed")).info)

    def drain(self, seconds: float = 15.0) -> bool:
        """Wait until everything handed in so far is done and told; False when that took longer."""
        done = threading.Event()
        self.call(lambda: None, lambda _value, _error: done.set())
        return done.wait(seconds)

    def run(self) -> None:
        while (work := self._work.get()) is not None:
            fn, done = work
            try:
                value, error = fn(), None
            except Exception as problem:
                value, error = None, as_error_info(problem, traceback.format_exc())
                log.info("writing into the project failed: %s", error, exc_info=True)
            try:
                done(value, error)
            except Exception:
                log.exception("telling the outcome of a write failed")

    def close(self) -> None:
        """End after what is waiting has been done."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
            self._work.put(None)
        if self.is_alive() and threading.current_thread() is not self:
            self.join()
