"""Two pictures being compared: which they are, what differs in their settings, and their pixels from the background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Signal

from studio.core.errors import ErrorInfo
from studio.core.recipes import Recipe
from studio.core.requests import Request
from studio.presenters.takes import Take, TakeState, is_picture

if TYPE_CHECKING:
    from studio.pixels.difference import Difference, Pair
    from studio.presenters.background import Background, Task

_LEFT_OUT = frozenset({"takes", "inputs", "history"})


@dataclass(frozen=True)
class Side:
    """One of the two: its file, what made it, and what it is called when its seed does not tell it apart."""

    path: str
    title: str = ""
    seed: int | None = None
    request: Request | None = None
    model: str = ""
    """The name of the model that made it; "" when that is not known."""


@dataclass(frozen=True)
class Differing:
    """A setting (``input.ROLE`` for an input file) and its values; None where a side has none."""

    setting: str
    a: Any
    b: Any


@dataclass(frozen=True)
class Compared:
    """The pixels of a pair and what differs between them."""

    pair: Pair
    difference: Difference


def side_of_take(take: Take) -> Side | None:
    """A finished take that is a picture; None for others."""
    if take.state is not TakeState.DONE or not is_picture(take.path):
        return None
    if take.asset is not None:
        return side_of_asset(take.asset, take.path)
    return Side(take.path, Path(take.path).name, take.seed, take.request, take.request.model)


def side_of_asset(asset: Any, path: str) -> Side:
    """A picture of the gallery."""
    recipe: Recipe = asset.recipe
    model = (recipe.model.name or recipe.model.id) if recipe.model is not None else ""
    seed = recipe.request.seed if recipe.request is not None else None
    return Side(path, asset.title or Path(path).name, seed, recipe.request, model)


def side_of_file(path: str) -> Side:
    """Any other picture: the one that is worked on."""
    return Side(path, Path(path).name)


def differing(a: Side, b: Side) -> list[Differing]:
    """The settings that differ between what made the two, in the order of a Request. Empty when one is not known."""
    if a.request is None or b.request is None:
        return []
    found = [Differing("model", a.model, b.model)] if a.model != b.model else []
    names = [f.name for f in msgspec.structs.fields(a.request)]
    for name in names:
        if name in _LEFT_OUT or name == "model":
            continue
        values = getattr(a.request, name), getattr(b.request, name, None)
        if values[0] != values[1]:
            found.append(Differing(name, *values))
    roles = dict.fromkeys(i.role for i in (*a.request.inputs, *b.request.inputs))
    for role in roles:
        first, second = a.request.input(role), b.request.input(role)
        if _name(first) != _name(second):
            found.append(Differing(f"input.{role}", _name(first), _name(second)))
    return found


def _name(ref: Any) -> str | None:
    """What tells an input file apart wherever the project lies."""
    return None if ref is None else str(ref.path).replace("\\", "/").rpartition("/")[2]


def older_first(sides: Sequence[tuple[float, Side]]) -> list[Side]:
    """Sides by when they were made: the newer is compared with the older."""
    return [side for _, side in sorted(sides, key=lambda pair: pair[0])]


class Comparing(QObject):
    """``changed`` comes when another pair is compared, it was swapped, or none is any more; ``ready`` once the pixels
    are there; ``failed`` brings the ErrorInfo of a picture that cannot be read."""

    changed = Signal()
    ready = Signal()
    failed = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._task: Task | None = None
        self.sides: tuple[Side, Side] | None = None
        self.compared: Compared | None = None
        self.error: ErrorInfo | None = None

    @property
    def active(self) -> bool:
        return self.sides is not None

    def start(self, a: Side, b: Side) -> None:
        """Compare two pictures; they are read in the background."""
        self._forget()
        self.sides = (a, b)
        self.changed.emit()
        paths = a.path, b.path
        self._task = self._background.run(lambda: _compare(*paths), self._read, self._cannot)

    def swap(self) -> None:
        """A becomes B and B becomes A."""
        if self.sides is None:
            return
        if self.compared is None:
            self.start(self.sides[1], self.sides[0])
            return
        self.sides = self.sides[1], self.sides[0]
        self.compared = Compared(self.compared.pair.swapped(), self.compared.difference)
        self.changed.emit()
        self.ready.emit()

    def leave(self) -> None:
        """Compare nothing any more."""
        if self.sides is not None:
            self._forget()
            self.sides = None
            self.changed.emit()

    def _forget(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = self.compared = self.error = None

    def _read(self, compared: Compared) -> None:
        self.compared = compared
        self.ready.emit()

    def _cannot(self, info: ErrorInfo) -> None:
        self.error = info
        self.failed.emit(info)


def _compare(a: str, b: str) -> Compared:
    # Imported here: numpy and Pillow must not slow the window's start.
    from studio.pixels.difference import difference, paired
    from studio.pixels.pictures import read_picture

    pair = paired(read_picture(a), read_picture(b))
    return Compared(pair, difference(pair))
