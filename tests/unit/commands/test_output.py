"""What scripts rely on: one JSON document a line, Chinese kept, sizes as people read them."""

from __future__ import annotations

import json

import pytest

from studio.commands import output
from studio.core.errors import ErrorInfo


def test_a_document_takes_one_line_and_keeps_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    output.emit({"title": "红色的苹果\n第二行", "error": ErrorInfo(code="prompt-empty")})
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert "红色的苹果" in printed
    assert json.loads(printed)["title"] == "红色的苹果\n第二行"


def test_an_error_goes_to_both_streams_when_json_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    output.report(ErrorInfo(code="model-missing", params={"model": "x"}), as_json=True)
    printed = capsys.readouterr()
    assert json.loads(printed.out)["error"]["code"] == "model-missing"
    assert "“x” is not installed" in printed.err


def test_without_json_standard_output_stays_empty(capsys: pytest.CaptureFixture[str]) -> None:
    output.report(ErrorInfo(code="prompt-empty"), as_json=False)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (5 * 1024**3, "5.0 GiB"), (2**50, "1024.0 TiB")],
)
def test_sizes_are_readable(count: int, text: str) -> None:
    assert output.human_size(count) == text
