"""``aigc-studio sheet``: a contact sheet of assets, kept as an asset of the project."""

from __future__ import annotations

import argparse

from studio.commands import output
from studio.commands.gallery import asset_dict
from studio.gallery import sheets
from studio.services import open_project


def main(options: argparse.Namespace) -> int:
    wanted = sheets.SheetOptions(
        columns=options.columns, caption=options.label, dark=options.dark, title=options.title.strip()
    )
    with open_project(options.project) as project:
        drawn = sheets.draw(project.store, options.ids, wanted)
        assert drawn is not None  # nobody cancels it here
        asset = sheets.keep(project.store, drawn)
        if options.json:
            output.emit(asset_dict(project, asset))
        else:
            output.show(str(project.store.file(asset)))
    return output.OK
