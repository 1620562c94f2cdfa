from __future__ import annotations

import pytest

from studio.engine.exits import exit_words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (None, "did not end"),
        (0, "by itself"),
        (3, "status 3"),
        (-9, "memory"),
        (-11, "SIGSEGV"),
        (-12, "SIGUSR2"),
        (-99, "99"),
    ],
)
def test_every_end_has_words(code: int | None, words: str) -> None:
    assert words in str(exit_words(code))
