"""What a request with a grid means: its cells, which of them are the same, and how its sheet is labelled."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import msgspec

from studio.core import axes, clip_skip, requests
from studio.core.errors import InputError, phrase
from studio.core.messages import GridCell
from studio.core.models import InstalledModel
from studio.core.pictures import Axis, Grid, Words
from studio.core.requests import TEXT_RESULTS, ImageRequest, Request

MAX_CELLS = 100
"""Cells of a grid at most; with the sheet a job has one take more."""

MAX_ACROSS = 50
"""Pictures in a row of a sheet at most."""

LONGEST_ROW = 8
"""Values of a single axis that stand in one row; more of them are wrapped."""


def columns_for(count: int) -> int:
    """How many pictures stand in a row when nothing says it: nearly a square, a little wider than high."""
    return max(1, math.ceil(math.sqrt(count)))


Resolve = Callable[[Request], tuple[Request, tuple[InstalledModel, ...]]]
"""Fills in a request's models and finds them (:meth:`studio.library.library.Library.resolve`)."""


class Label(NamedTuple):
    """A piece of a heading; ``struck`` says that this part of the prompt was left out."""

    text: str
    struck: bool = False


Heading = tuple[Label, ...]


class Cell(NamedTuple):
    """``take`` is the number of the picture that stands here; cells that are the same share one."""

    row: int
    column: int
    take: int


class Plan(NamedTuple):
    """``requests`` has the plain Request of each take; the sheet is the take behind them."""

    columns: tuple[Heading, ...]
    rows: tuple[Heading, ...]
    cells: tuple[Cell, ...]
    requests: tuple[ImageRequest, ...]

    @property
    def takes(self) -> int:
        return len(self.requests) + 1

    @property
    def across(self) -> int:
        """How many pictures stand in a row of the sheet: a single long axis is wrapped."""
        across = len(self.columns)
        return columns_for(across) if not self.rows and across > LONGEST_ROW else across

    @property
    def down(self) -> int:
        """How many rows the sheet has."""
        return -(-len(self.cells) // self.across)

    def name(self, take: int) -> str:
        """What a cell is called: the values that make it."""
        cell = next(c for c in self.cells if c.take == take)
        labels = (*self.columns[cell.column], *(self.rows[cell.row] if self.rows else ()))
        said = " · ".join(label.text for label in labels if label.text and not label.struck)
        return said or self.requests[take].prompt


def plan(request: ImageRequest, names: Mapping[str, str] | None = None) -> Plan:
    """The cells of a request with a grid, row by row. ``names`` are the names of models by id, for the labels.

    Raises :class:`InputError` for a grid that cannot be: unknown settings, values out of range, too many cells.
    """
    grid = request.grid
    if grid is None:
        hint = phrase("Choose a setting and its values.")
        raise InputError("setting-invalid", name="grid", value=phrase("empty"), hint=hint)
    if request.task in TEXT_RESULTS:
        hint = phrase("A grid needs a task that draws.")
        value = phrase("used with {task}", task=request.task)
        raise InputError("setting-invalid", name="grid", value=value, hint=hint)
    if grid.matrix:
        return _matrix(request, grid)
    if grid.x is None:
        hint = phrase("Choose what varies along x.")
        raise InputError("setting-invalid", name="grid", value=phrase("without x"), hint=hint)
    across, down = axes.completed(grid.x), axes.completed(grid.y) if grid.y is not None else None
    if down is not None and down.setting == across.setting != axes.SEARCH:
        value = phrase("{setting} twice", setting=down.setting)
        raise InputError("setting-invalid", name="grid", value=value, hint=phrase("Choose two settings."))
    count = len(across.values) * (len(down.values) if down is not None else 1)
    if count > MAX_CELLS:
        raise _too_many(count)
    for axis in (across, down):
        _check_search(request, axis)
    base = _plain(request)
    wishes = []
    for lower, upper in product(down.values if down is not None else ("",), across.values):
        values = _copy(base)
        axes.put(values, across, upper)
        if down is not None:
            axes.put(values, down, lower)
        wishes.append(_cell(values))
    columns = tuple((Label(_labelled(across, v, names)),) for v in across.values)
    rows = tuple((Label(_labelled(down, v, names)),) for v in down.values) if down is not None else ()
    return _arranged(columns, rows, wishes, grid)


def resolved(
    request: ImageRequest, resolve: Resolve
) -> tuple[ImageRequest, tuple[InstalledModel, ...], tuple[GridCell, ...]]:
    """A request with a grid with its model filled in, the models of all its pictures, and what each picture is.

    Raises what ``resolve`` raises for the first picture that cannot be made: a missing model is named before any runs.
    """
    found: dict[str, InstalledModel] = {}
    cells = []
    for wish in plan(request).requests:
        filled, models = resolve(wish)
        found |= {m.spec.id: m for m in models if m.spec.id not in found}
        cells.append(GridCell(request=filled, models=tuple(m.spec.id for m in models)))
    request = msgspec.structs.replace(request, model=request.model or cells[0].request.model)
    return request, tuple(found.values()), tuple(cells)


def models_of(wish: ImageRequest, plan: Plan, models: Sequence[InstalledModel]) -> list[InstalledModel]:
    """Those of a grid's models that one cell needs, its main one first: all but those of other cells alone."""
    main = next((m for m in models if m.spec.id == wish.model), models[0])
    mine = {*_helpers(main), *wish.additions()}
    cells = {w.model for w in plan.requests}
    others = {i for w in plan.requests for i in w.additions()} | cells
    others |= {i for m in models if m.spec.id in cells for i in _helpers(m)}
    return [main, *(m for m in models if m is not main and (m.spec.id in mine or m.spec.id not in others))]


def _helpers(model: InstalledModel) -> list[str]:
    named = model.spec.options.get("helpers", [])
    return named if isinstance(named, list) else []


def prepared(request: ImageRequest) -> ImageRequest:
    """The request with ranges written out and ``takes`` set to the number of its pictures and the sheet."""
    grid = request.grid
    if grid is None:
        return request
    takes = plan(request).takes
    if not grid.matrix and grid.x is not None:
        y = axes.completed(grid.y) if grid.y is not None else None
        grid = msgspec.structs.replace(grid, x=axes.completed(grid.x), y=y)
    return msgspec.structs.replace(request, grid=grid, takes=takes)


def title(request: ImageRequest) -> str:
    """What the sheet of a grid is called."""
    grid, prompt = request.grid, request.prompt.strip()
    if grid is None or grid.matrix:
        return prompt
    settings = " × ".join(setting_name(a) for a in (grid.x, grid.y) if a is not None)
    return f"{settings}: {prompt}" if prompt else settings


def setting_name(axis: Axis) -> str:
    """The axis's label, or its setting in words: ``Hires strength``, ``LoRA 1 weight``."""
    if axis.label:
        return axis.label
    words = [str(int(w) + 1) if w.isdigit() else w for w in axis.setting.replace("_", " ").replace(".", " ").split()]
    text = " ".join(words)
    return "LoRA" + text[5:] if text.startswith("loras") else text[:1].upper() + text[1:]


def parts(prompt: str) -> list[str]:
    """The parts of a prompt between ``|``, but for those inside ``{…}`` and ``[…]``, which mean something else, and
    those behind a backslash."""
    found, depth, begin, skip = [], 0, 0, False
    for at, char in enumerate(prompt):
        if skip or char == "\\":
            skip = not skip
        elif char in "{[":
            depth += 1
        elif char in "}]":
            depth = max(0, depth - 1)
        elif char == "|" and depth == 0:
            found.append(prompt[begin:at])
            begin = at + 1
    return [p.strip().strip(",，").strip() for p in (*found, prompt[begin:])]


def _matrix(request: ImageRequest, grid: Grid) -> Plan:
    first, *optional = parts(request.prompt)
    optional = list(dict.fromkeys(p for p in optional if p))
    if grid.x is not None or grid.y is not None:
        hint = phrase("A prompt matrix has no axes.")
        raise InputError("setting-invalid", name="grid", value=phrase("a matrix with axes"), hint=hint)
    if not optional:
        hint = phrase("Write parts that may be left out behind a |, as in: a cat | wearing a hat | in snow.")
        raise InputError("setting-invalid", name="prompt", value=phrase("a matrix"), hint=hint)
    if 2 ** len(optional) > MAX_CELLS:
        raise _too_many(2 ** len(optional))
    across = optional[: (len(optional) + 1) // 2]
    down = optional[len(across) :]
    base = _plain(request)
    wishes = []
    for lower, upper in product(_choices(down), _choices(across)):
        chosen = [first, *(p for p, on in zip((*across, *down), (*upper, *lower), strict=True) if on)]
        wishes.append(_cell({**base, "prompt": ", ".join(p for p in chosen if p)}))
    columns = tuple(_heading(across, on) for on in _choices(across))
    rows = tuple(_heading(down, on) for on in _choices(down)) if down else ()
    return _arranged(columns, rows, wishes, grid)


def _choices(optional: list[str]) -> list[tuple[bool, ...]]:
    """All ways to take and leave, none first; the first part changes fastest."""
    return [tuple(bool(n >> i & 1) for i in range(len(optional))) for n in range(2 ** len(optional))]


def _heading(optional: list[str], on: tuple[bool, ...]) -> Heading:
    return tuple(Label(text, not taken) for text, taken in zip(optional, on, strict=True))


def _plain(request: ImageRequest) -> dict[str, Any]:
    """The values of a cell before an axis sets one."""
    alone = msgspec.structs.replace(request, grid=None, takes=1, run_prompts=(), run_negative=None)
    values: dict[str, Any] = msgspec.json.decode(requests.to_json(alone))
    del values["kind"]
    return values


def _copy(values: dict[str, Any]) -> dict[str, Any]:
    copy: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(values))
    return copy


def _cell(values: dict[str, Any]) -> ImageRequest:
    request = requests.build("image", values)
    assert isinstance(request, ImageRequest)
    return request


def _arranged(columns: tuple[Heading, ...], rows: tuple[Heading, ...], wishes: list[ImageRequest], grid: Grid) -> Plan:
    takes: dict[bytes, int] = {}
    unique: list[ImageRequest] = []
    cells = []
    for place, wish in enumerate(wishes):
        take = takes.setdefault(requests.to_json(wish), len(unique))
        if take == len(unique):
            unique.append(wish)
        cells.append(Cell(place // len(columns), place % len(columns), take))
    if grid.words:
        if len(grid.words) != len(unique):
            hint = phrase("Leave them out, or give {count}, one a picture.", count=len(unique))
            value = phrase("{count} texts", count=len(grid.words))
            raise InputError("setting-invalid", name="grid.words", value=value, hint=hint)
        unique = [_worded(wish, words) for wish, words in zip(unique, grid.words, strict=True)]
    return Plan(columns, rows, tuple(cells), tuple(unique))


def _worded(wish: ImageRequest, words: Words) -> ImageRequest:
    return msgspec.structs.replace(
        wish, run_prompts=(words.run_prompt,) if words.run_prompt else (), run_negative=words.run_negative
    )


def _check_search(request: ImageRequest, axis: Axis | None) -> None:
    if axis is None or axis.setting != axes.SEARCH:
        return
    if not axis.values[0] or (axis.values[0] not in request.prompt and axis.values[0] not in request.negative):
        hint = phrase("The first value is the text in the prompt that the others take the place of.")
        value = phrase("searched for “{text}”", text=axis.values[0])
        raise InputError("setting-invalid", name="prompt", value=value, hint=hint)


def _labelled(axis: Axis, value: str, names: Mapping[str, str] | None) -> str:
    if axis.setting == axes.SEARCH:
        return value
    shown = (names or {}).get(value, value)
    if axis.setting == "clip_skip" and value.isdecimal():
        shown = str(clip_skip.shown(int(value)))
    return shown if axis.setting == "model" else f"{setting_name(axis)}: {shown or '–'}"


def _too_many(count: int) -> InputError:
    hint = phrase("A grid has at most {limit} pictures; choose fewer values.", limit=MAX_CELLS)
    return InputError("setting-invalid", name="grid", value=phrase("{count} pictures", count=f"{count:,}"), hint=hint)
