"""SVG files as pixels, at any size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.errors import InputError, phrase
from studio.vector import checking
from studio.vector.child import Answer, Task
from studio.vector.helper import Helper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SECONDS = 30.0
MAX_PIXELS = 100_000_000
"""Width × height that is drawn at most."""


def within(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """``size`` scaled so that its longer side has ``longest`` pixels; no side is smaller than one."""
    factor = longest / max(size)
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def draw(
    picture: Path | checking.Svg,
    size: tuple[int, int] | Callable[[tuple[int, int]], tuple[int, int]] | None = None,
    *,
    name: str = "",
    helper: Helper | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Answer:
    """The picture as RGBA rows (alpha not multiplied in). ``size`` is width and height in pixels, or tells them from the
    declared ones; None = as declared. ``helper`` is a running one to use.

    Raises :class:`InputError` for what is no SVG picture, is too large or cannot be drawn within
    :data:`SECONDS`, and :class:`studio.vector.helper.Cancelled`.
    """
    if isinstance(picture, Path):
        name = name or picture.name
        picture = checking.read(picture)
    width, height = picture.size if size is None else size(picture.size) if callable(size) else size
    if width * height > MAX_PIXELS or width < 1 or height < 1:
        limit = phrase("{count} megapixels", count=MAX_PIXELS // 1_000_000)
        raise InputError("input-too-large", name=name, size=f"{width:,} × {height:,}", limit=limit)
    # Without text the fonts of the system need not be looked through, which takes longer than most drawings.
    options = {"skip_system_fonts": "<text" not in picture.body}
    task = Task(what="draw", seconds=SECONDS, data=picture.sized(width, height).encode(), options=options)
    if helper is not None:
        return helper.run(task, name=name, cancelled=cancelled)
    with Helper() as own:
        return own.run(task, name=name, cancelled=cancelled)


def pixels(answer: Answer) -> NDArray[np.uint8]:
    """Height × width × 4."""
    import numpy as np

    return np.frombuffer(answer.data, np.uint8).reshape(answer.height, answer.width, 4)
