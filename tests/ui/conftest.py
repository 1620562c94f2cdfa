"""A whole studio with a scripted worker, for tests of the window."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from studio.core import paths
from studio.core.models import InstalledModel
from studio.ui.main_window import MainWindow
from tests.support.scripted_channel import Script, complete
from tests.ui.gallery_world import World, destroy

os.environ["AIGC_STUDIO_NO_SOUND"] = "1"


def install_all(world: World) -> None:
    """Say that every model of the catalogue is installed."""
    library = world.services.library
    models = [InstalledModel(spec=s, folder=str(paths.models_dir() / s.id)) for s in library.catalogue()]
    library.installed = lambda: models  # type: ignore[method-assign]
    library.default_for = lambda task, language="": next(  # type: ignore[method-assign]
        m for m in models if task in m.spec.tasks
    )


@pytest.fixture
def open_world(qapp: object, tmp_path: Path) -> Iterator[Callable[[Script], World]]:
    """Makes a studio whose worker follows a script; closed after the test."""
    with ExitStack() as stack:

        def make(script: Script = complete) -> World:
            world = World(tmp_path, script)
            stack.callback(world.close)
            install_all(world)
            return world

        yield make


@pytest.fixture
def open_window(open_world: Callable[[Script], World]) -> Iterator[Callable[..., tuple[World, MainWindow]]]:
    """Makes a studio and shows its window."""
    windows: list[MainWindow] = []
    with ExitStack() as stack:

        def make(script: Script = complete, *, engine: bool = True) -> tuple[World, MainWindow]:
            world = open_world(script)
            window = MainWindow(world.studio)
            windows.append(window)
            stack.callback(destroy, window)
            window.show()
            world.wait(lambda: world.studio.models.loaded)
            if engine:
                world.start_engine()
            return world, window

        yield make
