"""A batch: one wish applied to many files, rows or prompts, every row checked before any is queued."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from studio.core import requests, tables
from studio.core.errors import ErrorInfo, InputError, StudioError, phrase
from studio.core.jobs import BatchPlace, Job, new_job
from studio.core.requests import ImageRequest, InputRef, Kind, Request, TextRequest
from studio.core.tables import Row

NAME_LENGTH = 80


class Problem(NamedTuple):
    """Why a row cannot be run."""

    row: Row
    error: ErrorInfo


class Item(NamedTuple):
    """One row as it will be queued; ``title`` is what its results are called ("" = after the prompt)."""

    row: Row
    request: Request
    title: str


class Batch(NamedTuple):
    """``items`` can be queued; ``problems`` are the rows that cannot."""

    name: str
    items: tuple[Item, ...]
    problems: tuple[Problem, ...]

    @property
    def size(self) -> int:
        return len(self.items) + len(self.problems)

    def jobs(self) -> list[Job]:
        """New jobs for all items, in order; each knows its place among them."""
        identity, total = uuid.uuid4().hex, len(self.items)
        return [
            new_job(
                item.request, title=item.title, batch=BatchPlace(id=identity, name=self.name, number=n, total=total)
            )
            for n, item in enumerate(self.items, 1)
        ]


def read(path: Path, kind: Kind) -> list[Row]:
    """The rows of a folder, a CSV table or a text of prompts, whichever it is."""
    if path.is_dir():
        return tables.of_folder(path, kind)
    if path.suffix.lower() in (".csv", ".tsv"):
        return tables.of_table(path, columns(kind))
    if path.suffix.lower() in (".txt", ".md", ""):
        return tables.of_prompts(path)
    expected = phrase("a folder, a CSV table or a text of prompts")
    raise InputError("input-unreadable", name=path.name, expected=expected)


def columns(kind: Kind) -> tuple[str, ...]:
    """The settings that a table can have a column of."""
    return ("task", "prompt", "model", "seed", "takes", *requests.settings_of(kind))


def name_of(path: Path) -> str:
    """What the batch of a file or folder is called."""
    return (path.name if path.is_dir() else path.stem)[:NAME_LENGTH] or str(path)[:NAME_LENGTH]


def check(
    kind: Kind,
    rows: Sequence[Row],
    shared: Mapping[str, Any],
    *,
    name: str,
    finish: Callable[[Request], Request] = lambda request: request,
    asset_of: Callable[[Path], str] = lambda _: "",
    cancelled: Callable[[], bool] = lambda: False,
) -> Batch:
    """Every row as a Request: the ``shared`` values with those of the row put in.

    ``finish`` completes and checks a request (wildcards, models) and may raise StudioError; ``asset_of`` gives the id of
    a file that is an asset of the project. Nothing is queued; what is wrong with a row becomes its problem.
    """
    items: list[Item] = []
    problems: list[Problem] = []
    for row in rows:
        if cancelled():
            break
        try:
            request = finish(_request(kind, row, shared, asset_of))
        except StudioError as error:
            problems.append(Problem(row, error.info))
        else:
            items.append(Item(row, request, row.name))
    return Batch(name[:NAME_LENGTH], tuple(items), tuple(problems))


class Resolving:
    """Finds out once for each kind of request whether its models are there; raises what was raised before."""

    def __init__(self, resolve: Callable[[Request], object]) -> None:
        self._resolve = resolve
        self._known: dict[bytes, StudioError | None] = {}

    def __call__(self, request: Request) -> None:
        key = _models_key(request)
        if key not in self._known:
            self._known[key] = None
            try:
                self._resolve(request)
            except StudioError as error:
                self._known[key] = error
        found = self._known[key]
        if found is not None:
            raise found


def _models_key(request: Request) -> bytes:
    """The same for requests that need the same models. The words of a speech decide its language."""
    changes: dict[str, Any] = {"seed": None, "inputs": (), "takes": 1}
    if isinstance(request, ImageRequest):
        changes |= {"prompt": "", "negative": "", "run_prompts": (), "run_negative": None, "width": 0, "height": 0}
    elif isinstance(request, TextRequest):
        changes |= {"prompt": "", "history": ()}
    return requests.to_json(msgspec.structs.replace(request, **changes))


def _request(kind: Kind, row: Row, shared: Mapping[str, Any], asset_of: Callable[[Path], str]) -> Request:
    inputs = {ref.role: ref for ref in shared.get("inputs", ())}
    for role, path in row.inputs.items():
        try:
            size = path.stat().st_size if path.is_file() else None
        except (OSError, ValueError):  # ValueError: a NUL character in the name
            size = None
        if size is None:
            raise InputError("input-missing", path=path)
        if size == 0:
            raise InputError("input-empty", name=path.name)
        path = path.absolute()
        inputs[role] = InputRef(path=str(path), asset=asset_of(path), role=role)
    request = requests.build(kind, {**shared, **row.values, "inputs": tuple(inputs.values())})
    if "source" in row.inputs and request.task == "text-to-image":
        hint = phrase("Choose one that works on a picture, for example image-to-image or upscale.")
        raise InputError("setting-invalid", name="task", value=request.task, hint=hint)
    return request
