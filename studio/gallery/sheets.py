"""Contact sheets of any assets: drawn from their files, kept as a new asset whose parents they are."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from studio.core.errors import InputError, phrase
from studio.core.files import write_atomic
from studio.core.grids import MAX_ACROSS, Heading, Label, columns_for
from studio.core.recipes import Recipe
from studio.gallery import rows, thumbnails
from studio.gallery.assets import Asset, new_id

if TYPE_CHECKING:
    from PIL import Image

    from studio.gallery.store import AssetStore
    from studio.sheets.sheet import Tile

Caption = Literal["title", "prompt", "seed", "none"]
CAPTIONS: tuple[Caption, ...] = ("title", "prompt", "seed", "none")

_UNREADABLE = (InputError, OSError, ValueError, SyntaxError, MemoryError)
"""A picture that is too large, too, is shown by its thumbnail."""


@dataclass(frozen=True)
class SheetOptions:
    """``columns`` 0 = nearly a square. ``caption`` stands under each picture; ``title`` at the top ("" = none)."""

    columns: int = 0
    caption: Caption = "title"
    dark: bool = False
    title: str = ""


@dataclass(frozen=True)
class DrawnSheet:
    """A sheet that lies in the project's folder of unfinished things; :func:`keep` makes it an asset."""

    path: Path
    thumbnail: Path
    width: int
    height: int
    parents: tuple[str, ...]
    title: str


def draw(
    store: AssetStore,
    ids: Sequence[str],
    options: SheetOptions,
    progress: Callable[[float], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> DrawnSheet | None:
    """Draw a sheet of these assets in their order; None when it was cancelled. Changes nothing in the project.

    Raises :class:`InputError` for none or too many, :class:`ProjectError` for an unknown id.
    """
    from studio.sheets import sheet

    ids = list(dict.fromkeys(ids))
    if not 1 <= len(ids) <= sheet.MAX_TILES:
        raise InputError(
            "setting-invalid",
            name=phrase("contact sheet"),
            value=phrase("of {count} pictures", count=f"{len(ids):,}"),
            hint=phrase("Choose {low} to {high}.", low=1, high=f"{sheet.MAX_TILES:,}"),
        )
    if not 0 <= options.columns <= MAX_ACROSS:
        raise InputError(
            "setting-invalid",
            name=phrase("columns"),
            value=options.columns,
            hint=phrase("Choose {low} to {high}.", low=0, high=MAX_ACROSS),
        )
    across = min(options.columns or columns_for(len(ids)), len(ids))
    edge = sheet.edge_for(across, -(-len(ids) // across))
    tiles: list[Tile] = []
    for number, asset in enumerate(_assets(store, ids)):
        if cancelled():
            return None
        progress(number / len(ids))
        tiles.append(_tile(store, asset, edge, options.caption))
    picture = sheet.draw(sheet.Sheet(tiles, across, title=options.title, dark=options.dark))
    return _written(store, picture, tuple(ids), options.title)


def keep(store: AssetStore, drawn: DrawnSheet) -> Asset:
    """Take the sheet over into the project. Call it where the project is written."""
    count = len(drawn.parents)
    recipe = Recipe(
        kind="image",
        created=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        parents=drawn.parents,
        source="edited",
    ).noted([phrase("contact sheet of {count} assets", count=count)])
    return store.add(
        drawn.path,
        recipe=recipe,
        kind="image",
        thumbnail=drawn.thumbnail,
        width=drawn.width,
        height=drawn.height,
        title=drawn.title or f"Contact sheet ({count})",
    )


def _assets(store: AssetStore, ids: Sequence[str]) -> Iterator[Asset]:
    """The assets in the order of the ids; an unknown one is said before any file is read."""
    found = {asset.id: asset for asset in rows.by_id(store.database, ids)}
    for asset_id in ids:
        if asset_id not in found:
            store.get(asset_id)
    yield from (found[asset_id] for asset_id in ids)


def _tile(store: AssetStore, asset: Asset, edge: int, caption: Caption) -> Tile:
    from studio.sheets.sheet import Tile

    words = _caption(asset, caption)
    if asset.kind == "text":
        return Tile(caption=words, text=asset.excerpt or asset.title)
    thumbnail = store.thumbnail(asset)
    for path in (store.file(asset) if asset.kind == "image" else None, thumbnail):
        if path is None:
            continue
        with contextlib.suppress(*_UNREADABLE):
            picture, size = _open(path, edge)
            return Tile(picture, size, words)
    return Tile(caption=words, text=f"{store.file(asset).name}: ?", failed=True)


def _open(path: Path, edge: int) -> tuple[Image.Image, tuple[int, int]]:
    """The picture as a sheet keeps it, and its size."""
    from PIL import Image

    from studio.pixels.pictures import KEPT_PIXELS, KEPT_SIDE, read_picture, size_of
    from studio.sheets.sheet import reduced

    read = read_picture(path, max_pixels=KEPT_PIXELS, max_side=KEPT_SIDE, within=edge)
    size = size_of(path, max_pixels=KEPT_PIXELS, max_side=KEPT_SIDE)
    return reduced(Image.fromarray(read.rgba), edge), size


def _caption(asset: Asset, caption: Caption) -> Heading:
    if caption == "none":
        return ()
    if caption == "seed":
        return (Label(f"Seed: {asset.seed}" if asset.seed is not None else asset.title),)
    return (Label((asset.prompt if caption == "prompt" else "") or asset.title),)


def _written(store: AssetStore, picture: Image.Image, parents: tuple[str, ...], title: str) -> DrawnSheet:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    path = store.folder / ".jobs" / f"sheet-{new_id()}.png"
    write_atomic(path, out.getvalue())
    data, suffix = thumbnails.of_picture(path)
    thumbnail = path.with_name(f"{path.stem}.thumb{suffix}")
    write_atomic(thumbnail, data)
    return DrawnSheet(path, thumbnail, picture.width, picture.height, parents, title)
