"""Where the input files of a recipe are now: recipes carry names and asset ids, no folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.errors import StudioError
from studio.core.requests import InputRef
from studio.gallery import assets

if TYPE_CHECKING:
    from studio.gallery.store import AssetStore


def locate(ref: InputRef, store: AssetStore | None = None, beside: Path | None = None) -> str:
    """The path of an input: where it says, else its asset's file in the project, else the project's own input file of
    its name, else a file of its name ``beside`` the picture that the recipe comes from. "" when it is nowhere there.
    Reads the database and looks at the disk."""
    path = Path(ref.path)
    if path.is_absolute() and path.is_file():
        return str(path)
    if store is not None and assets.ID.fullmatch(ref.asset):
        try:
            file = store.file(store.get(ref.asset))
        except StudioError:
            file = None
        if file is not None and file.is_file():
            return str(file)
    kept = store.inputs.find(ref.path) if store is not None else None
    if kept is not None:
        return str(kept)
    near = beside / path.name if beside is not None and path.name else None
    return str(near) if near is not None and near.is_file() else ""
