"""Wrong use ends with status 2 and help on standard error; standard output stays empty."""

from __future__ import annotations

import pytest

from studio import cli, version
from studio.__main__ import _wants_window
from studio.commands import output


@pytest.mark.parametrize(
    "words", [["run"], ["run", "poem"], ["nonsense"], ["gallery", "list"], ["run", "text", "--takes", "x"]]
)
def test_wrong_use(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == output.WRONG_USE
    printed = capsys.readouterr()
    assert printed.out == "" and "usage:" in printed.err


def test_help_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--help"]) == output.OK
    printed = capsys.readouterr().out
    assert "--prompt" in printed
    for word in ("text-to-image", "control-map", "hires.strength", "control.0.preprocessor", "loudness=-16.0"):
        assert word in printed


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == output.OK
    assert capsys.readouterr().out.strip() == f"aigc-studio {version()}"


@pytest.mark.parametrize(
    ("words", "window"), [([], True), (["--project", "x"], True), (["run"], False), (["--help"], False)]
)
def test_which_words_open_the_window(words: list[str], window: bool) -> None:
    assert _wants_window(words) is window
