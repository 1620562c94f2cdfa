"""``aigc-studio palette``: the dominant colours of a picture."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from studio.commands import output
from studio.core.errors import InputError, StudioError, phrase
from studio.exports import palettes
from studio.pixels.palette import FEWEST, MOST, dominant
from studio.pixels.pictures import read_picture
from studio.services import open_project


def main(options: argparse.Namespace) -> int:
    if not FEWEST <= options.colours <= MOST:
        hint = phrase("Choose {low} to {high}.", low=FEWEST, high=MOST)
        raise InputError("setting-invalid", name=phrase("number of colours"), value=options.colours, hint=hint)
    path = _find(options.picture, options.project)
    target: Path | None = options.to
    form = options.format or (target.suffix.lstrip(".").lower() if target else "") or "hex"
    palettes.encode((), form, "")  # A wrong format is said before anything is read.
    swatches = dominant(read_picture(path), options.colours)
    data = palettes.encode(swatches, form, path.stem)
    if target is not None:
        palettes.write(target.expanduser().absolute(), swatches, form, path.stem)
    if options.json:
        colours = [{"hex": s.hex, "rgb": [s.red, s.green, s.blue], "share": round(s.share, 4)} for s in swatches]
        output.emit({"picture": str(path), "colours": colours, "file": str(target.absolute()) if target else None})
    elif target is not None:
        output.show(str(target.absolute()))
    elif form == "ase":
        # A binary file: for a pipe, not for a terminal.
        sys.stdout.buffer.write(data)
    else:
        output.show(data.decode().rstrip("\n"))
    return output.OK


def _find(word: str, project: Path | None) -> Path:
    """A file, or with a project an asset by its id."""
    path = Path(word).expanduser().absolute()
    if path.is_file() or project is None:
        return path
    with open_project(project, write=False) as opened:
        try:
            asset = opened.store.get(word)
        except StudioError as error:
            raise InputError("input-missing", path=path) from error
        return Path(opened.store.file(asset))
