from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from studio.exports import ExportItem, ExportOptions, Level, Manifest, blocks, export, fonts, pdf_lines, plan
from studio.exports.blocks import Span

TEXT = "# 春天\n\n你好，世界！Hello **bold** and *slanted* `code`.\n\n- 第一\n- second\n\n1. eins\n\n```\nx = 1\n```\n"
HAS_CHINESE_FONT = "中" in {c for chars in fonts.choose("中")[0].values() for c in chars}
needs_font = pytest.mark.skipif(not HAS_CHINESE_FONT, reason="no Chinese font on this system")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def run(item: ExportItem, to: Path, file_format: str, level: Level = "full") -> Manifest:
    return export(plan([item], ExportOptions(folder=to, text_format=file_format, level=level)))


def test_plain_text_is_the_text_alone(make_text: Callable[..., ExportItem], tmp_path: Path) -> None:
    done = run(make_text('---\naigc_studio: {"version":1}\n---\n\n你好'), tmp_path / "out", "txt")
    assert done.files[0].path.read_text(encoding="utf-8") == "你好"


def test_a_users_own_front_matter_stays(make_text: Callable[..., ExportItem], tmp_path: Path) -> None:
    own = "---\ntitle: mine\n---\n\nbody"
    assert run(make_text(own), tmp_path / "out", "txt").files[0].path.read_text(encoding="utf-8") == own


@pytest.mark.parametrize("level", ["full", "provenance", "nothing"])
@pytest.mark.parametrize("file_format", ["md", "docx", "pdf"])
def test_what_a_document_tells(
    make_text: Callable[..., ExportItem], tmp_path: Path, file_format: str, level: Level
) -> None:
    done = run(make_text("Plain body."), tmp_path / "out", file_format, level)
    path = done.files[0].path
    if file_format == "docx":
        with zipfile.ZipFile(path) as archive:
            said = "".join(archive.read(n).decode(errors="replace") for n in archive.namelist())
    else:
        said = path.read_bytes().decode("utf-8", errors="replace")
    manifest = done.path.read_text(encoding="utf-8") if done.path else ""
    for found in (said, manifest):
        assert ("secret" in found) is (level == "full")
        assert ("trainedAlgorithmicMedia" in found) is (level != "nothing")
        assert ("Apache-2.0" in found) is (level != "nothing")


def test_markdown_front_matter_holds_the_recipe(make_text: Callable[..., ExportItem], tmp_path: Path) -> None:
    lines = run(make_text("Body"), tmp_path / "out", "md").files[0].path.read_text(encoding="utf-8").split("\n")
    recipe = json.loads(next(line for line in lines if line.startswith("aigc_studio: ")).partition(": ")[2])
    assert recipe["request"]["seed"] == 3
    assert lines[-1] == "Body"


def test_docx_has_real_styles(make_text: Callable[..., ExportItem], tmp_path: Path) -> None:
    document = Document(str(run(make_text(TEXT), tmp_path / "出", "docx").files[0].path))
    found = [(p.style.name, p.text) for p in document.paragraphs if p.style is not None]
    assert found[0] == ("Heading 1", "春天")
    assert ("List Bullet", "第一") in found and ("List Number", "eins") in found
    assert any(r.bold and r.text == "bold" for p in document.paragraphs for r in p.runs)
    assert document.core_properties.title == "春天的诗"


def test_docx_of_text_that_xml_cannot_hold(make_text: Callable[..., ExportItem], tmp_path: Path) -> None:
    done = run(make_text("a\x00b\x0bc\ufffe 😀 \u202eשלום"), tmp_path / "out", "docx")
    assert not done.failures
    assert "😀" in Document(str(done.files[0].path)).paragraphs[0].text


@needs_poppler
@needs_font
def test_pdf_text_is_embedded_and_can_be_searched(make_text: Callable[..., ExportItem], tmp_path: Path) -> None:
    path = run(make_text(TEXT + "\n龘 café → “引号”"), tmp_path / "出 口", "pdf").files[0].path
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    for piece in ("春天", "你好，世界！Hello bold and slanted code.", "第一", "x = 1", "龘", "café", "“引号”"):
        assert piece.replace(" ", "") in text.replace(" ", "")
    table = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [line.split() for line in table[2:]]
    assert rows and all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows), table  # embedded, subset, unicode
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert "春天的诗" in info and "A4" in info


@needs_poppler
def test_pdf_of_many_pages(make_text: Callable[..., ExportItem], tmp_path: Path) -> None:
    body = "\n\n".join(f"Paragraph {n}. " + "word " * 60 for n in range(60))
    path = run(make_text(body), tmp_path / "out", "pdf").files[0].path
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert all(f"Paragraph {n}." in text for n in range(60))
    assert text.count("\f") >= 4


def test_pdf_says_when_no_chinese_font_exists(
    make_text: Callable[..., ExportItem], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.sheets.fonts._files", dict)
    failure = run(make_text("中文"), tmp_path / "out", "pdf").failures[0].error
    assert failure.code == "missing-part"
    assert "fonts-noto-cjk" in failure.remedy
    assert not run(make_text("Only western"), tmp_path / "out2", "pdf").failures


def test_lines_keep_words_whole_and_punctuation_where_it_belongs() -> None:
    def measure(char: str, size: float) -> float:
        return 2.0 if fonts.is_cjk(char) else 1.0

    def lines(text: str, width: float) -> list[str]:
        return ["".join(r.text for r in line) for line in pdf_lines.break_lines((Span(text),), 1, width, measure)]

    assert lines("one two three", 8) == ["one two ", "three"]
    assert lines("你好世界，再见", 8) == ["你好世", "界，再见"]
    assert lines("甲乙丙“丁", 8) == ["甲乙丙“", "丁"] or lines("甲乙丙（丁", 8) == ["甲乙丙", "（丁"]
    assert lines("x" * 20, 8) == ["x" * 8, "x" * 8, "x" * 4]
    assert lines("a\n\nb", 8) == ["a", "", "b"]


def test_blocks_leave_alone_what_they_do_not_understand() -> None:
    parsed = blocks.parse("2 * 3 * 4 = 24 and snake_case_name\n| a | b |\n**open")
    assert "".join(s.text for s in parsed[0].spans) == "2 * 3 * 4 = 24 and snake_case_name\n| a | b |\n**open"
    assert [b.kind for b in blocks.parse("---\n> q\n```\nopen fence")] == ["rule", "quote", "code"]
