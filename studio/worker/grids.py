"""Runs a request with a grid: each cell as a plain request of its own, then a labelled contact sheet as the last take.

It stands above the backends: a cell may be of any task and any model, and its recipe makes the same picture alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

from studio.core import grids
from studio.core.errors import ErrorInfo, Phrase, WorkerError, as_error_info, phrase, verbatim
from studio.core.ids import new_id
from studio.core.messages import Event, GridCell, Phase, Preview, Progress, Result, TextDelta
from studio.core.models import InstalledModel
from studio.core.requests import ImageRequest
from studio.worker import memory
from studio.worker.context import JobCancelled, JobContext

if TYPE_CHECKING:
    from PIL import Image

    from studio.sheets.sheet import Sheet

log = logging.getLogger(__name__)

RunCell = Callable[[ImageRequest, Sequence[InstalledModel], Path, Callable[[Event], None]], None]
"""Runs a plain request with these models; its results go into the folder, its events to the last argument."""

_FATAL = frozenset({"disk-full", "folder-readonly", "folder-failing"})
"""What would also fail every other cell."""


def run(ctx: JobContext, cells: Sequence[GridCell], run_cell: RunCell) -> None:
    """Run every cell of ``ctx.request`` and draw the sheet. A cell that fails is marked there and the rest goes on;
    when all fail, the first error is raised."""
    _GridRun(ctx, cells, run_cell).run()


class _GridRun:
    def __init__(self, ctx: JobContext, cells: Sequence[GridCell], run_cell: RunCell) -> None:
        self._ctx, self._run_cell = ctx, run_cell
        self._request = cast(ImageRequest, ctx.request)
        self._plan = grids.plan(self._request, {m.spec.id: m.spec.name for m in ctx.models})
        if len(cells) != len(self._plan.requests):
            raise WorkerError(
                "internal",
                reason=verbatim(f"{len(cells)} cells of {len(self._plan.requests)}"),
            )
        self._cells = cells
        self._failures: dict[int, ErrorInfo] = {}
        self._pictures: dict[int, _Kept] = {}
        self._done = 0
        from studio.sheets.sheet import edge_for

        self._edge = edge_for(self._plan.across, self._plan.down)

    def run(self) -> None:
        first: Exception | None = None
        for take in self._order():
            self._ctx.check_cancelled()
            try:
                self._cell(take)
            except JobCancelled:
                raise
            except Exception as error:
                # A cancel can surface as any error of a model runtime.
                self._ctx.check_cancelled()
                info = ErrorInfo(code="out-of-memory") if memory.is_shortage(error) else as_error_info(error)
                if info.code in _FATAL:
                    raise
                log.info("the cell %s failed", self._plan.name(take), exc_info=True)
                self._failures[take] = info
                first = first or error
            self._done += 1
        if first is not None and not self._pictures:
            raise first
        self._ctx.check_cancelled()
        self._sheet()

    def _order(self) -> list[int]:
        """Cells of one model one after the other, so that each is loaded once."""
        seen: dict[tuple[str, ...], int] = {}
        rank = [seen.setdefault(cell.models, len(seen)) for cell in self._cells]
        return sorted(range(len(self._cells)), key=lambda take: (rank[take], take))

    def _cell(self, take: int) -> None:
        cell = self._cells[take]
        # The seed was chosen here, after the engine had found the models.
        wish = msgspec.structs.replace(cell.request, seed=self._plan.requests[take].seed)
        by_id = {m.spec.id: m for m in self._ctx.models}
        models = [by_id[i] for i in cell.models if i in by_id]
        folder = self._ctx.folder / f"cell-{take}"
        folder.mkdir(parents=True, exist_ok=True)
        self._ctx.phase(Phase.LOADING, self._overall(0.0), take=take, note=verbatim(self._plan.name(take)))
        self._run_cell(cast(ImageRequest, wish), models, folder, lambda event: self._hear(take, event))

    def _overall(self, part: float) -> float:
        """The fraction of the whole job; the sheet takes what is left."""
        return 0.99 * (self._done + part) / len(self._plan.requests)

    def _hear(self, take: int, event: Event) -> None:
        """An event of a cell, which thinks it is a job with one take, as one of the grid's."""
        if isinstance(event, Progress):
            name = self._plan.name(take)
            note = phrase("{name} · {note}", name=name, note=event.note) if event.note else verbatim(name)
            self._ctx.phase(event.phase, self._overall(event.fraction or 0.0), take=take, note=note)
        elif isinstance(event, Result):
            recipe = msgspec.structs.replace(event.recipe, take=take, asset=new_id())
            # Read now: once it is handed over, the engine moves the file into the project.
            self._pictures[take] = _Kept(event, self._edge, recipe.asset)
            self._ctx.send(msgspec.structs.replace(event, take=take, recipe=recipe))
        elif isinstance(event, (Preview, TextDelta)):
            self._ctx.send(msgspec.structs.replace(event, take=take))
        else:
            self._ctx.send(event)

    def _sheet(self) -> None:
        import numpy as np

        from studio.sheets.sheet import draw

        take = len(self._plan.requests)
        self._ctx.phase(Phase.SAVING, 0.99, take=take)
        pixels = np.asarray(draw(self._layout()))
        recipe = self._ctx.recipe(self._request, take=take, notes=self._notes(), source=self._source())
        request = msgspec.structs.replace(self._request, takes=self._plan.takes)
        parents = (*recipe.parents, *(self._pictures[n].asset for n in sorted(self._pictures)))
        recipe = msgspec.structs.replace(recipe, request=request, parents=parents)
        self._ctx.emit_image(take, pixels, recipe)

    def _layout(self) -> Sheet:
        from studio.sheets.sheet import Sheet, Tile

        plan, tiles = self._plan, []
        across = plan.across
        headed = across == len(plan.columns)
        for cell in plan.cells:
            kept = self._pictures.get(cell.take)
            caption = () if headed else plan.columns[cell.column]
            if kept is not None and kept.picture is not None:
                tiles.append(Tile(kept.picture, kept.size, caption))
            else:
                failure = self._failures.get(cell.take)
                tiles.append(Tile(caption=caption, text=str(failure or ""), failed=failure is not None))
        return Sheet(
            tiles,
            across,
            columns=plan.columns if headed else (),
            rows=plan.rows,
            title=grids.title(self._request),
            facts=self._facts(),
            dark=bool(self._request.grid and self._request.grid.dark),
            one_scale=True,
        )

    def _facts(self) -> str:
        """What all cells have in common."""
        wishes = self._plan.requests
        facts = [m.spec.name for m in self._ctx.models[:1]] if len({w.model for w in wishes}) == 1 else []
        sizes = {kept.size for kept in self._pictures.values()}
        facts += [f"{w} × {h}" for w, h in sizes] if len(sizes) == 1 else []
        seeds = {w.seed for w in wishes}
        facts += [f"Seed: {seed}" for seed in seeds] if len(seeds) == 1 else []
        return " · ".join(facts)

    def _source(self) -> str:
        return "generated" if self._request.task == "text-to-image" else "edited"

    def _notes(self) -> list[Phrase]:
        """Which cell is which asset, and which failed."""
        notes = []
        for take in range(len(self._plan.requests)):
            kept, failure = self._pictures.get(take), self._failures.get(take)
            name = self._plan.name(take)
            if kept is not None:
                notes.append(verbatim(f"{name}: {kept.asset}"))
            elif failure is not None:
                notes.append(phrase("{name}: failed: {error}", name=name, error=failure.said))
        return notes


class _Kept:
    """The picture of a cell, as large as the sheet shows it. ``picture`` is None for one that Pillow cannot read."""

    def __init__(self, result: Result, edge: int, asset: str) -> None:
        self.asset = asset
        self.size = (result.width, result.height)
        self.picture: Image.Image | None = None
        from PIL import Image

        from studio.sheets.sheet import reduced

        for path in (result.path, result.thumbnail):
            try:
                with Image.open(path) as opened:
                    self.size = self.size if all(self.size) else opened.size
                    self.picture = reduced(opened, edge)
                return
            except (OSError, ValueError, SyntaxError):
                # A drawing of lines (SVG) has its thumbnail.
                continue
