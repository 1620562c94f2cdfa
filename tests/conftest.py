"""Rules for every test: no network, its own home, and nothing left behind."""

from __future__ import annotations

import gc
import itertools
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from studio.core import paths
from tests.support import leaks

if TYPE_CHECKING:
    from studio.library.library import Library

OFFLINE = Path(__file__).parent / "support" / "offline"
sys.path.insert(0, str(OFFLINE))
import sitecustomize  # noqa: E402

# Read before any test moves the studio's home.
TEST_MODELS = Path(os.environ.get("AIGC_STUDIO_TEST_MODELS") or paths.models_dir())


def pytest_configure() -> None:
    os.environ.update(
        HF_HUB_OFFLINE="1",
        TRANSFORMERS_OFFLINE="1",
        HF_DATASETS_OFFLINE="1",
        DO_NOT_TRACK="1",
        TQDM_MONITOR_INTERVAL="0",
    )
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["PYTHONPATH"] = os.pathsep.join(p for p in (str(OFFLINE), os.environ.get("PYTHONPATH", "")) if p)
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        os.environ.pop(variable, None)
    os.environ["LANG"] = "C.UTF-8"
    sitecustomize.NetworkBlocked  # noqa: B018 - another package's sitecustomize would not have it
    sitecustomize.block()


@pytest.fixture(scope="session", autouse=True)
def _session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.HOME_VARIABLE, str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(autouse=True)
def _hermetic(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own home, with Chinese characters and a space in the name."""
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path_factory.mktemp("家 home", numbered=True)))


@pytest.fixture(scope="session", autouse=True)
def _no_collection_in_other_threads() -> Iterator[None]:
    """As in the studio's window: an object of Qt must not die in a thread that happens to allocate."""
    gc.disable()
    yield
    gc.enable()


_tests = itertools.count(1)


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    yield
    gc.collect(2 if next(_tests) % 50 == 0 else 1)


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails the test when anything was logged as WARNING or worse, unless it is marked ``expects_warnings``."""
    handler = _Warnings()
    root = logging.getLogger()
    root.addHandler(handler)
    yield
    root.removeHandler(handler)
    if handler.lines and request.node.get_closest_marker("expects_warnings") is None:
        pytest.fail("unexpected warnings were logged:\n" + "\n".join(handler.lines[:20]))


@pytest.fixture(autouse=True)
def _tidy(_quiet: None) -> Iterator[None]:
    """Fails the test when it leaves threads, Qt threads, Qt timers or top-level widgets behind."""
    leaks.hook_qt()
    threads, widgets = leaks.threads(), leaks.widgets()
    yield
    left = leaks.qt_leaks(widgets) + leaks.new_threads(threads)
    if left:
        pytest.fail("left behind: " + ", ".join(left))


@pytest.fixture
def chinese_dir(tmp_path: Path) -> Path:
    """An empty folder whose name has Chinese characters and spaces."""
    folder = tmp_path / "设计 项目 三月"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def starter_models() -> Library:
    """The library of the real starter models, installed by ``packaging/test.py`` (or at AIGC_STUDIO_TEST_MODELS).

    A test that needs a model which is not there fails, with the library's own sentence.
    """
    from studio.library.library import Library

    if not TEST_MODELS.is_dir():
        pytest.fail(f"No starter models at {TEST_MODELS}: run “python3 packaging/test.py” once to install them.")
    return Library(TEST_MODELS)


_RUNTIMES = ("torch", "xllamacpp", "ctranslate2", "onnxruntime", "ai_edge_litert", "ncnn")
_status: list[int] = []


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    _status[:] = [int(exitstatus)]


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure() -> None:
    """Leave at once when model runtimes have been loaded, as a worker does: tearing several of them down in one process
    with Qt, which the studio never has together, can crash after the last test."""
    if _status and any(name in sys.modules for name in _RUNTIMES):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_status[0])
