"""Input files that belong to a project without being results: painted masks, pasted pictures.

They lie in the project's folder ``inputs`` under the hash of their content, so the same mask is kept once, moves and is
zipped with the project, and is named in recipes by a path relative to it. They are no assets: a rebuild of the database
does not look at them. They stay as long as a recipe or a job names them (see :mod:`studio.gallery.input_sweep`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePath, PurePosixPath

import msgspec

from studio.core.files import write_atomic
from studio.core.recipes import PROJECT_INPUTS, Recipe
from studio.core.requests import InputRef, Request
from studio.gallery import files

_DIGITS = 24


class InputStore:
    """The folder ``inputs`` of a project. Usable from any thread."""

    def __init__(self, folder: Path) -> None:
        self._project = folder
        self.folder = folder / PROJECT_INPUTS

    def keep(self, data: bytes, kind: str, suffix: str = ".png") -> Path:
        """Write a file, whole or not at all, and give its absolute path. ``kind`` begins its name (``mask`` …); the
        same bytes are written once. Raises OSError when the disk does not let it."""
        target = self.folder / f"{kind}-{hashlib.sha256(data).hexdigest()[:_DIGITS]}{suffix}"
        if not (target.is_file() and target.stat().st_size == len(data)):
            write_atomic(target, data)
        return target

    def relative(self, path: str) -> str:
        """``inputs/…`` for a file of this folder, however it is given; any other path as it is."""
        pure = PurePath(path)
        return f"{PROJECT_INPUTS}/{pure.name}" if pure.is_absolute() and pure.parent == self.folder else path

    def find(self, path: str) -> Path | None:
        """The file of this folder that a path means: a relative one, or one from where the project was before."""
        pure = PurePosixPath(path.replace("\\", "/"))
        if pure.parent.name != PROJECT_INPUTS or pure.name == "..":
            return None
        found = files.inside(self._project, f"{PROJECT_INPUTS}/{pure.name}")
        return found if found.is_file() else None


def named_here(recipe: Recipe, inputs: InputStore) -> Recipe:
    """The recipe with its files of the project's input folder named relative to the project."""
    request = recipe.request
    if request is None or not request.inputs:
        return recipe
    named = tuple(msgspec.structs.replace(i, path=inputs.relative(i.path)) for i in request.inputs)
    return msgspec.structs.replace(recipe, request=msgspec.structs.replace(request, inputs=named))


def with_paths(request: Request, paths: dict[InputRef, str]) -> Request:
    """The request with other paths for some of its inputs."""
    inputs = tuple(msgspec.structs.replace(i, path=paths.get(i, i.path)) for i in request.inputs)
    return msgspec.structs.replace(request, inputs=inputs)
