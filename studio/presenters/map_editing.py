"""A control map in greys, read for painting on it, and what was painted made an asset that the unit then follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.errors import InputError, phrase
from studio.core.pictures import ControlUnit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.presenters.image_tab import ImageTabPresenter

GREYS = frozenset({"canny", "line", "grey", "invert", ""})
"""Preprocessors whose maps can be painted on: white, black and what is between."""
_COLOURED = 24
"""Difference between the channels of a pixel from which on it has a colour (pictures that were JPEG have small ones)."""


@dataclass(frozen=True)
class EditableMap:
    """``grey``: height × width, 0–255. ``rgb``: the picture that the map was made of, rows of bytes of the same size."""

    grey: NDArray[np.uint8]
    rgb: bytes

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return int(self.grey.shape[1]), int(self.grey.shape[0])


def read(path: str, unit: ControlUnit, side: int) -> EditableMap:
    """The map that a unit follows, its longest side ``side`` pixels at most. Call it in the background. Raises InputError: for
    what cannot be read, and for a finished map that has colours."""
    import numpy as np
    from PIL import Image

    from studio.pixels import control_maps
    from studio.pixels.pictures import read_picture
    from studio.pixels.previewing import reduced

    picture = reduced(read_picture(path), side).picture.over()
    made = control_maps.make(unit.preprocessor, picture, unit)
    if not unit.preprocessor and np.ptp(made, axis=2).max(initial=0) > _COLOURED:
        expected = phrase("a map in greys: one with colours cannot be painted on here")
        raise InputError("input-unreadable", name=path.replace("\\", "/").rsplit("/", 1)[-1], expected=expected)
    return EditableMap(np.array(Image.fromarray(made).convert("L")), picture.rgb.tobytes())


def keep(
    tab: ImageTabPresenter, unit: ControlUnit, make: Callable[[], bytes], size: tuple[int, int], title: str
) -> None:
    """Write what was painted (``make`` gives its PNG file) into the gallery; then the unit follows it as it is."""
    studio = tab.studio
    store, picture = studio.services.project.store, tab.input(unit.input)
    parents = (picture.asset,) if picture is not None and picture.asset else ()

    def write() -> Any:
        from studio.gallery import painted

        return painted.keep(
            store, make(), size, title=title, parents=parents, note=phrase("a control map painted by hand")
        )

    def saved(asset: Any) -> None:
        studio.assetSaved.emit(asset)
        tab.maps.use(unit, studio.file_of(asset), asset.id)

    studio.write(write, saved, tab.raise_error)
