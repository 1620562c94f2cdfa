"""Pictures that were painted in the window, as assets."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from studio.core.errors import Phrase
from studio.core.recipes import Recipe
from studio.gallery import thumbnails
from studio.gallery.store import Asset, AssetStore


def keep(
    store: AssetStore, png: bytes, size: tuple[int, int], *, title: str, parents: Sequence[str], note: Phrase
) -> Asset:
    """Make a PNG file of ``size`` (width, height) an asset. No Request makes it again: a hand did it. Call it in the
    project's writer; raises OSError when the disk does not let it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "painted.png"
        path.write_bytes(png)
        data, suffix = thumbnails.of_picture(path)
        thumbnail = Path(folder) / f"thumbnail{suffix}"
        thumbnail.write_bytes(data)
        recipe = Recipe(
            kind="image",
            source="edited",
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            parents=tuple(parents),
        ).noted([note])
        return store.add(
            path, recipe=recipe, kind="image", thumbnail=thumbnail, width=size[0], height=size[1], title=title
        )
