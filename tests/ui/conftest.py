"""A whole studio with a scripted worker, for tests of the window."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
import pytest

from studio.core import paths
from studio.core.models import InstalledModel
from studio.ui.main_window import MainWindow
from tests.support.scripted_channel import Script, complete, nothing
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


@pytest.fixture
def image(open_window: Callable[..., tuple[World, MainWindow]]) -> Callable[..., tuple[Any, Any, Any]]:
    """A window with the image tab in front, the built-in icon model as it lies in the resources, and all files read."""

    def make(script: Any = nothing, *, engine: bool = False) -> tuple[Any, Any, Any]:
        world, window = open_window(script, engine=engine)
        library = world.services.library
        folder = str(paths.resources_dir() / "models" / "icon")
        models = [msgspec.structs.replace(m, folder=folder) if m.spec.id == "icon" else m for m in library.installed()]
        library.installed = lambda: models
        world.studio.models.refresh()
        window.show_tab("image")
        world.wait(lambda: world.studio.book.loaded)
        world.studio.image.set_value("model", "icon")
        world.wait(lambda: world.studio.image.card.shown is not None)
        return world, window.page("image"), world.studio.image

    return make
