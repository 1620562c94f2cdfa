"""Fixtures of the tests with real models."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.drawing import Easel


@pytest.fixture(scope="module")
def easel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Easel]:
    """Draws with the tiny models of every family."""
    made = Easel(tmp_path_factory.mktemp("模型 models"))
    yield made
    made.close()
