"""What the stage's bar says in words of what is seen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from studio.presenters.image_tab import ImageTabPresenter
from studio.presenters.takes import Take
from studio.ui import words


def of_source(presenter: ImageTabPresenter, image: QImage) -> list[str]:
    """The picture that will be worked on."""
    source = presenter.input()
    if source is None:
        return []
    parts = [QCoreApplication.translate("Stage", "Source: {name}").format(name=words.file_name(source.path))]
    return parts if image.isNull() else [*parts, f"{image.width()} × {image.height()}"]


def of_take(take: Take | None, shown: bool = True) -> list[str]:
    """The take in view; nothing where the stage shows something else."""
    if take is None or not shown:
        return []
    parts = [words.state(take.state)]
    if take.asset is not None and take.asset.width:
        parts.append(f"{take.asset.width} × {take.asset.height}")
    if take.seed is not None and take.request.seed is not None:
        parts.append(f"{words.setting('seed')} {take.seed}")
    return parts
