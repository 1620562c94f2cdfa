"""What every mode of the image tab's stage has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from studio.presenters.takes import Take
from studio.ui.base import Translated
from studio.ui.zoom_view import ZoomView

if TYPE_CHECKING:
    from studio.presenters.image_tab import ImageTabPresenter
    from studio.ui.image.stage import Stage


class Mode(Translated):
    """One way to see or work on a picture: a page of the stage, chosen in the switch at its top.

    To add one: subclass this in a file of its own, say ``name`` (its word goes into ``words._MODES``) and ``tasks``, and
    put the class into ``MODES`` of ``studio/ui/image/modes.py``. A mode is made when it is first shown; it is a plain
    widget, so lay out in ``__init__`` whatever it shows. Its texts are said in ``retranslate``, which ends ``__init__``.

    - ``presenter`` has the values, takes and signals of the tab, ``studio`` everything else.
    - ``stage.source`` is the picture worked on, loaded once for all modes: ``source.image`` and ``source.changed``.
    - ``stage.ask_for_source()`` lets the user choose it.
    """

    name: ClassVar[str] = ""
    tasks: ClassVar[frozenset[str]] = frozenset()
    """The tasks that have this mode; empty means all. The first mode that names a task is shown when it is chosen."""
    shows_takes: ClassVar[bool] = False
    """Whether takes are seen in this mode. The stage leaves one that does not when Generate is pressed."""
    shows_source: ClassVar[bool] = False
    """Whether what is seen is the picture worked on, so that nothing is said of the take in view or done with it."""
    about_take: ClassVar[bool] = True
    """Whether the bar's actions on the take in view are offered beside it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.presenter: ImageTabPresenter = stage.presenter
        self.studio = stage.presenter.studio

    @classmethod
    def available(cls, presenter: ImageTabPresenter) -> bool:
        """Whether there is something to show beside the task being right. Asked again after every take."""
        return True

    def zoom_view(self) -> ZoomView | None:
        """The view that the stage's zoom buttons drive, if any."""
        return None

    def tools(self) -> QWidget | None:
        """Controls of this mode, shown in a row below the stage's bar while it is in front."""
        return None

    # -- news, only while the mode is in front and once when it comes there --------------------------------------

    def show_value(self, name: str, value: object) -> None:
        """A value of the presenter was set. For every value once at the start."""

    def show_take(self, take: Take | None) -> None:
        """Another take is in view, or it changed its state."""

    def show_picture(self, take: Take, image: QImage) -> None:
        """The finished picture of the take in view has been read."""

    def show_preview(self, take: Take, rgb: bytes, width: int, height: int) -> None:
        """A rough picture of the take that is being made: RGB888 rows."""

    def entered(self) -> None:
        """The mode has come to the front."""

    def left(self) -> None:
        """Another mode has come to the front, or the tab another task."""
