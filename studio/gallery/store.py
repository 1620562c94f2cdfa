"""The assets of a project: files first, rows second. The files alone are enough to make the rows again."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from studio.core.errors import InputError, Phrase, ProjectError, phrase
from studio.core.files import write_atomic
from studio.core.ids import without_id
from studio.core.prompting.dynamic import is_dynamic
from studio.core.recipes import Recipe, edited
from studio.core.requests import ImageRequest, Kind, Request
from studio.gallery import files, importing, rows, thumbnails
from studio.gallery.assets import Asset, Cursor, Page, new_id
from studio.gallery.database import Database
from studio.gallery.input_files import InputStore, named_here
from studio.metadata import embedding, front_matter, reading

__all__ = ["Asset", "AssetStore", "Cursor", "Page"]

ASSETS, THUMBNAILS, TRASH = "assets", "thumbnails", "trash"
TITLE_LENGTH = 120
_SEED = re.compile(r"\d{1,18}", re.ASCII)


class AssetStore:
    """Usable from any thread. Methods that write raise ResourceError or OSError when the disk does not let them."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self.database = database
        self.inputs = InputStore(folder)

    # ---- reading

    def get(self, asset_id: str) -> Asset:
        """Raises :class:`ProjectError` ``asset-missing``."""
        found = rows.by_id(self.database, [asset_id])
        if not found:
            raise ProjectError("asset-missing", asset=asset_id)
        return found[0]

    def file(self, asset: Asset) -> Path:
        """The absolute path of the asset's file; no disk access."""
        return files.inside(self.folder, asset.path)

    def at(self, path: Path) -> Asset | None:
        """The asset whose file this is; None for a file that is not the project's."""
        if not path.is_relative_to(self.folder):
            return None
        found = self.database.read("SELECT id FROM asset WHERE path = ?", (path.relative_to(self.folder).as_posix(),))
        return self.get(found[0]["id"]) if found else None

    def thumbnail(self, asset: Asset) -> Path | None:
        return files.inside(self.folder, asset.thumbnail) if asset.thumbnail else None

    def text(self, asset: Asset) -> str:
        """The body of a text asset, without its front matter."""
        return front_matter.split(self.file(asset).read_text(encoding="utf-8", errors="replace"))[1]

    def page(
        self,
        *,
        kind: str = "",
        text: str = "",
        after: Cursor | None = None,
        limit: int = 100,
        trashed: bool = False,
        starred: bool | None = None,
    ) -> Page:
        """Assets newest first; ``text`` finds those with these words. ``after`` is the last page's ``next``."""
        return rows.page(
            self.database, kind=kind, text=text, after=after, limit=limit, trashed=trashed, starred=starred
        )

    def count(self, *, kind: str = "", text: str = "", trashed: bool = False, starred: bool | None = None) -> int:
        """How many, at most 10,000: further ones are not counted."""
        return rows.count(self.database, kind=kind, text=text, trashed=trashed, starred=starred)

    def parents(self, asset_id: str) -> list[Asset]:
        found = self.database.read("SELECT parent FROM parent WHERE child = ?", (asset_id,))
        return rows.by_id(self.database, [row["parent"] for row in found])

    def children(self, asset_id: str) -> list[Asset]:
        found = self.database.read("SELECT child FROM parent WHERE parent = ? ORDER BY child", (asset_id,))
        return rows.by_id(self.database, [row["child"] for row in found])

    def lineage(self, asset_id: str) -> list[Asset]:
        """The asset with all that it came from and all that came from it, oldest first."""
        found = self.database.read(
            """WITH RECURSIVE up (id) AS (SELECT ? UNION SELECT parent FROM parent JOIN up ON child = up.id),
               down (id) AS (SELECT ? UNION SELECT child FROM parent JOIN down ON parent = down.id)
               SELECT id FROM up UNION SELECT id FROM down""",
            (asset_id, asset_id),
        )
        return sorted(rows.by_id(self.database, [row["id"] for row in found]), key=lambda a: (a.created, a.id))

    # ---- adding

    def add(
        self,
        source: Path,
        *,
        recipe: Recipe,
        kind: Kind,
        thumbnail: Path | None = None,
        width: int = 0,
        height: int = 0,
        seconds: float = 0.0,
        excerpt: str = "",
        title: str = "",
        level: embedding.Level = "full",
    ) -> Asset:
        """Take a finished file over into the project. ``source`` and ``thumbnail`` are gone afterwards.

        The order makes every interruption harmless: file (with its Recipe inside, synced, renamed), thumbnail, row.
        A file whose row was never written gets one when the project is opened next.
        """
        asset_id, created = recipe.asset or new_id(), time.time()
        request = recipe.request
        prompt = request.prompt if request is not None else ""
        inputs = request.inputs if request is not None else ()
        parents = tuple(dict.fromkeys([*recipe.parents, *(i.asset for i in inputs if i.asset)]))
        recipe = named_here(recipe, self.inputs)
        recipe = msgspec.structs.replace(recipe, asset=asset_id, kind=kind, parents=parents)
        title = _title(title or _told(request) or excerpt or _input_name(request) or source.stem)
        suffix = ".md" if kind == "text" and source.suffix in (".txt", ".md") else source.suffix
        relative = files.asset_path(ASSETS, title, asset_id, suffix, created)
        target = self.folder / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        body = source.read_text(encoding="utf-8", errors="replace") if kind == "text" else ""
        if kind == "text":
            data = embedding.embedded(body.encode(errors="replace"), ".md", embedding.portable(recipe), level)
            write_atomic(target, data)
            body = front_matter.split(body)[1]
        else:
            embedding.embed(source, target, recipe, kind, level)
        asset = Asset(
            id=asset_id,
            kind=kind,
            path=relative,
            created=created,
            title=title,
            prompt=prompt,
            excerpt=excerpt or body[: importing.EXCERPT],
            width=width,
            height=height,
            seconds=seconds,
            bytes=target.stat().st_size,
            model=(recipe.model.name or recipe.model.id) if recipe.model else "",
            task=request.task if request is not None else "",
            seed=request.seed if request is not None else None,
            recipe=embedding.portable(recipe),
            parents=parents,
        )
        if thumbnail is not None and thumbnail.is_file():
            asset = msgspec.structs.replace(asset, thumbnail=f"{THUMBNAILS}/{asset_id}{thumbnail.suffix}")
        try:
            if asset.thumbnail and thumbnail is not None:
                files.move(thumbnail, self.folder / asset.thumbnail)
            self._insert(asset, body)
        except BaseException:
            if asset.thumbnail and thumbnail is not None:
                with contextlib.suppress(OSError):
                    files.move(self.folder / asset.thumbnail, thumbnail)
            raise
        source.unlink(missing_ok=True)
        return asset

    def _insert(self, asset: Asset, body: str) -> None:
        """The row of a file that is in place. When it cannot be written the file goes as well: what it was made from
        is still where it was, so trying again makes no second one."""
        try:
            with self.database.transaction() as db:
                rows.insert(db, asset, body)
        except BaseException:
            with contextlib.suppress(OSError):
                self.file(asset).unlink()
            raise

    def _make_thumbnail(self, asset_id: str, kind: Kind, path: Path, *, strict: bool = False) -> str:
        """A thumbnail of a file from outside. "" where it cannot be drawn, which is no reason to lose it; for a picture
        that can still be refused (``strict``) that is an :class:`InputError`."""
        for suffix in (".jpg", ".png"):
            if (self.folder / THUMBNAILS / (asset_id + suffix)).is_file():
                return f"{THUMBNAILS}/{asset_id}{suffix}"
        make = {"image": thumbnails.of_picture, "audio": thumbnails.of_sound}.get(kind)
        if make is None:
            return ""
        try:
            data, suffix = make(path)
        except InputError:
            if strict:
                raise
            return ""
        except (OSError, ValueError, SyntaxError, RuntimeError):
            return ""
        relative = f"{THUMBNAILS}/{asset_id}{suffix}"
        write_atomic(self.folder / relative, data)
        return relative

    def import_file(self, path: Path) -> Asset:
        """Copy a file from outside into the project; the file itself stays as it is.

        A Recipe of this studio inside it is kept, other programs' settings are read for the search. Raises
        :class:`InputError` for what is no picture, sound or text, damaged, or too large.
        """
        facts = importing.inspect(path)
        found = reading.read(path)
        asset_id, created = new_id(), time.time()
        prompt = str(found.settings.get("prompt", ""))
        if found.recipe is not None and found.recipe.request is not None:
            prompt = found.recipe.request.prompt
        recipe = found.recipe or Recipe(kind=facts.kind, source="imported").noted(_settings_notes(found))
        recipe = msgspec.structs.replace(recipe, asset=asset_id, kind=facts.kind, parents=())
        relative = files.asset_path(ASSETS, path.stem, asset_id, path.suffix, created)
        # Before anything is copied: a picture that cannot be read to its end is refused. A drawing may need another
        # program to be drawn.
        self._make_thumbnail(asset_id, facts.kind, path, strict=path.suffix.lower() != ".svg")
        files.copy_atomic(path, self.folder / relative)
        request = recipe.request
        asset = self._asset_of(relative, asset_id, created, recipe, facts, title=_title(path.stem), prompt=prompt)
        if request is None:
            seed = str(found.settings.get("seed", ""))
            model = str(found.settings.get("model", ""))
            asset = msgspec.structs.replace(asset, seed=int(seed) if _SEED.fullmatch(seed) else None, model=model)
        self._insert(asset, facts.body)
        return asset

    def _asset_of(
        self,
        relative: str,
        asset_id: str,
        created: float,
        recipe: Recipe,
        facts: importing.Facts,
        *,
        title: str,
        prompt: str,
    ) -> Asset:
        """The row of a file that is in place already."""
        path = self.folder / relative
        request = recipe.request
        return Asset(
            id=asset_id,
            kind=facts.kind,
            path=relative,
            created=created,
            title=title,
            prompt=prompt,
            excerpt=facts.body[: importing.EXCERPT],
            width=facts.width,
            height=facts.height,
            seconds=facts.seconds,
            bytes=path.stat().st_size,
            model=(recipe.model.name or recipe.model.id) if recipe.model else "",
            task=request.task if request is not None else "",
            seed=request.seed if request is not None else None,
            thumbnail=self._make_thumbnail(asset_id, facts.kind, path),
            recipe=recipe,
            parents=recipe.parents,
        )

    def edit_text(self, asset_id: str, text: str) -> Asset:
        """The edited text as a new Asset whose parent is the one edited; that one stays as it was."""
        asset = self.get(asset_id)
        if asset.kind != "text":
            raise InputError("input-unreadable", name=asset.title, expected=phrase("a text"))
        recipe = edited(asset.recipe, asset_id)
        source = self.folder / ".jobs" / f"edit-{new_id()}.txt"
        write_atomic(source, text.encode("utf-8", errors="replace"))
        return self.add(source, recipe=recipe, kind="text", excerpt=text[: importing.EXCERPT], title=asset.title)

    # ---- changing

    def rename(self, asset_id: str, title: str) -> Asset:
        asset = self.get(asset_id)
        title = _title(title) or asset.title
        body = ""
        if asset.kind == "text":
            with contextlib.suppress(OSError):
                body = self.text(asset)
        with self.database.transaction() as db:
            rows.retitle(db, asset, title, body)
        return msgspec.structs.replace(asset, title=title)

    def star(self, asset_id: str, starred: bool) -> None:
        with self.database.transaction() as db:
            db.execute("UPDATE asset SET starred = ? WHERE id = ?", (int(starred), asset_id))

    def trash(self, ids: Iterable[str]) -> None:
        """Move files to the project's trash folder; :meth:`restore` brings them back."""
        for asset in rows.by_id(self.database, ids):
            if asset.trashed is None:
                self._move(asset, TRASH, time.time())

    def restore(self, ids: Iterable[str]) -> None:
        for asset in rows.by_id(self.database, ids):
            if asset.trashed is not None:
                self._move(asset, ASSETS, None)

    def _move(self, asset: Asset, folder: str, trashed: float | None) -> None:
        """Row and file go together: when the file cannot be moved, the row stays as it was. A crash in between leaves
        a row whose file is at its other place, which the sweep at the next opening sets right."""
        relative = "/".join([folder, *Path(asset.path).parts[1:]])
        with self.database.transaction() as db:
            db.execute("UPDATE asset SET path = ?, trashed = ? WHERE id = ?", (relative, trashed, asset.id))
            with contextlib.suppress(FileNotFoundError):
                files.move(self.file(asset), self.folder / relative)

    def purge(self, ids: Sequence[str]) -> None:
        """Delete trashed assets for good; those not in the trash are left alone."""
        for asset in rows.by_id(self.database, ids):
            if asset.trashed is None:
                continue
            with self.database.transaction() as db:
                rows.delete(db, asset.id)
            for path in (self.file(asset), self.thumbnail(asset)):
                if path is not None:
                    path.unlink(missing_ok=True)

    def rebuild(self) -> int:
        """Make all rows again from the files alone; how many there are. Titles and stars that were only in the
        database are kept where their rows can still be read."""
        from studio.gallery import recovery

        return recovery.rebuild(self)


def _told(request: Request | None) -> str:
    """The prompt in words: as typed, or as run where wildcards and alternatives were typed."""
    if isinstance(request, ImageRequest) and is_dynamic(request.prompt):
        return request.run_prompt()
    return request.prompt if request is not None else ""


def _input_name(request: Request | None) -> str:
    """What a result without a prompt is called: as the file it was made from, without the id of an asset's file."""
    if request is None or not request.inputs:
        return ""
    worked_on = request.input("source") or request.inputs[0]
    return without_id(Path(worked_on.path).stem)


def _title(text: str) -> str:
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1].rstrip() + "…"


def _settings_notes(found: reading.Found) -> list[Phrase]:
    texts = found.settings.items()
    return [
        phrase("{program} {setting}: {value}", program=found.source, setting=name, value=value) for name, value in texts
    ]
