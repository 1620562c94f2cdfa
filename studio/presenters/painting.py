"""What is painted in the window on its way into a Request: written into the project when Generate is pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from studio.core.errors import ErrorInfo, StudioError, verbatim
from studio.core.requests import InputRef, Request

if TYPE_CHECKING:
    from pathlib import Path

    from studio.presenters.image_tab import ImageTabPresenter

PENDING = "painted"
"""Stands in a Request for the path of a mask that is painted but not written yet."""


class Painting(Protocol):
    """The view in which a mask is painted."""

    @property
    def unsaved(self) -> bool:
        """Something is painted that is in no file."""
        ...

    def snapshot(self) -> tuple[Callable[[], bytes], Callable[[str], None]]:
        """How to make the PNG file of what is painted at this moment, in any thread; and what to call in the GUI thread
        with its path once it is written."""
        ...


def with_painted(inputs: tuple[InputRef, ...], painting: Painting | None) -> tuple[InputRef, ...]:
    """The inputs with what is painted as their mask; its file has no path yet."""
    if painting is None or not painting.unsaved:
        return inputs
    return (*(i for i in inputs if i.role != "mask"), InputRef(path=PENDING, role="mask"))


def is_pending(request: Request) -> bool:
    mask = request.input("mask")
    return mask is not None and mask.path == PENDING


def submit_painted(tab: ImageTabPresenter, request: Request, painting: Painting) -> None:
    """Write the mask in the project's writer, then hand the Request to the queue from there: what was pressed is not
    lost when the window closes meanwhile, and nobody waits."""
    make, saved = painting.snapshot()
    studio = tab.studio
    inputs, engine, post = studio.services.project.inputs, studio.engine, studio.background.post

    def done(path: Path | None, error: ErrorInfo | None) -> None:
        if path is None:
            info = error or StudioError("internal", reason=verbatim("the mask was not written")).info
            post(lambda: failed(info))
            return
        final = with_mask(request, str(path))
        job_id = engine.submit(final)

        def tell() -> None:
            tab.preparing -= 1
            saved(str(path))
            tab.submitted(job_id, final)

        post(tell)

    def failed(info: ErrorInfo) -> None:
        tab.preparing -= 1
        tab.raise_error(info)
        tab.progressChanged.emit()

    def write() -> Any:
        return inputs.keep(make(), "mask")

    tab.preparing += 1
    tab.progressChanged.emit()
    studio.services.writer.call(write, done)


def keep_painted(tab: ImageTabPresenter) -> None:
    """At the end: what is painted and was not used in a run yet becomes the mask that the tab keeps. Nobody is told:
    the window is gone. Raises OSError when it cannot be written."""
    painting = tab.painting
    if painting is not None and painting.unsaved:
        _name_mask(tab, str(tab.studio.services.project.inputs.keep(painting.snapshot()[0](), "mask")))


def hand_over_painted(tab: ImageTabPresenter) -> None:
    """The project is about to be closed: its writer makes the file of what is painted, which
    :func:`keep_handed_over` then makes the mask that the tab keeps for this project."""
    painting = tab.painting
    if painting is None or not painting.unsaved:
        return
    make, project = painting.snapshot()[0], tab.studio.services.project

    def done(path: Path | None, _error: ErrorInfo | None) -> None:
        tab.handed_over = str(path or "")

    tab.studio.services.writer.call(lambda: project.inputs.keep(make(), "mask"), done)


def keep_handed_over(tab: ImageTabPresenter) -> None:
    if tab.handed_over:
        _name_mask(tab, tab.handed_over)
        tab.handed_over = ""


def _name_mask(tab: ImageTabPresenter, path: str) -> None:
    others = tuple(i for i in tab.values["inputs"] if i.role != "mask")
    tab.values["inputs"] = (*others, InputRef(path=path, role="mask"))
    tab.keeping.remember()


def with_mask(request: Request, path: str) -> Request:
    others = tuple(i for i in request.inputs if i.role != "mask")
    return msgspec.structs.replace(request, inputs=(*others, InputRef(path=path, role="mask")))
