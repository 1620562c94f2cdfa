"""SVG files of strangers: what is refused, what is left out, what size they have."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import InputError
from studio.vector import checking

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="10">'


def check(text: str) -> checking.Svg:
    return checking.check(text.encode(), "陌生.svg")


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('width="30" height="20"', (30, 20)),
        ('width="10mm" height="1in"', (38, 96)),
        ('viewBox="0 0 64 32"', (64, 32)),
        ('width="100%" height="100%" viewBox="0,0,64,32"', (64, 32)),
        ('width="200" viewBox="0 0 64 32"', (200, 100)),
        ('height="50" viewBox="0 0 64 32"', (100, 50)),
        ("", (300, 150)),
        ('width="4" height="4" viewBox="0 0 nan 0"', (4, 4)),
    ],
)
def test_sizes(root: str, size: tuple[int, int]) -> None:
    assert check(f'<svg xmlns="http://www.w3.org/2000/svg" {root}/>').size == size


BOMB = "<!DOCTYPE svg [<!ENTITY a 'xxxxxxxxxx'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (f"{BOMB}]>{OPEN}<text>&j;</text></svg>", "entities"),
        (f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{OPEN}<text>&x;</text></svg>', "entities"),
        (f"{OPEN}<text>&unknown;</text></svg>", "damaged"),
        (f"{OPEN}<g>", "damaged"),
        ("<html><body/></html>", "not an SVG"),
        ('<svg xmlns="http://example.com/else"/>', "not an SVG"),
        ("just words", "damaged"),
        ("  \n ", "empty"),
        (OPEN + "<g>" * 1000 + "</g>" * 1000 + "</svg>", "too large"),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9"/>', "too large"),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="1e999" height="5"/>', "too large"),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="-5" height="5"/>', "too large"),
    ],
)
def test_what_is_refused(text: str, word: str) -> None:
    with pytest.raises(InputError, match=word):
        check(text)


def test_more_elements_than_any_drawing_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "ELEMENTS", 100)
    with pytest.raises(InputError, match="too large"):
        check(OPEN + "<g/>" * 101 + "</svg>")


def test_a_hundred_megabytes_are_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "巨大.svg"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("it was read"))
    with pytest.raises(InputError, match="100 MB"):
        checking.read(path)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
        "<foreignObject><p>secret</p></foreignObject>",
        '<image href="/etc/passwd" width="1" height="1"/>',
        '<image xlink:href="http://example.com/secret.png"/>',
        '<q:image xmlns:q="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink" l:href="../secret.png"/>',
        '<use href="secret.svg#a"/>',
        '<image href="data:image/svg+xml;base64,c2VjcmV0"/>',
        '<feImage href="file:///secret"/>',
        '<rect style="fill:url(http://example.com/secret)"/>',
        '<rect fill="url( &quot;secret.svg#a&quot; )"/>',
        '<rect onclick="secret()"/>',
        "<style>@import 'secret.css'; rect { fill: url(secret.svg#a) }</style>",
        '<style>@font-face { src: url("secret.ttf") }</style>',
    ],
)
def test_nothing_leads_outside_the_copy_that_is_drawn(inside: str) -> None:
    found = check(f'{OPEN}<rect width="3" height="3"/>{inside}</svg>')
    assert found.left_out >= 1
    assert "secret" not in found.body.replace("(#none-secret", "").replace('(#none-"secret', "")
    assert "alert" not in found.body and "passwd" not in found.body and "<rect" in found.body


def test_what_is_harmless_stays() -> None:
    inside = (
        '<defs><linearGradient id="渐变"><stop offset="0" stop-color="red"/></linearGradient></defs>'
        '<rect fill="url(#渐变)" width="5" height="5"/><use xlink:href="#渐变"/><use href="#渐变"/>'
        '<image href="data:image/png;base64,AAAA" width="1" height="1"/><style>rect { fill: url(#渐变) }</style>'
        "<text xml:space='preserve'>红 &amp; &lt;b&gt;</text>"
    )
    found = check(f"{OPEN}{inside}</svg>")
    assert found.left_out == 0
    for piece in (
        'url(#渐变)"',
        'xlink:href="#渐变"',
        "base64,AAAA",
        "红 &amp; &lt;b&gt;",
        "xml:space",
        "{ fill: url(#渐变) }",
    ):
        assert piece in found.body


def test_editors_notes_are_no_part_of_the_copy() -> None:
    text = (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
        '<s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns:ink="http://ink.example" ink:version="1" width="8" height="8">'
        '<ink:view zoom="2"><s:rect/></ink:view><s:metadata>author</s:metadata><s:rect ink:label="x" width="8" height="8"/>'
        "</s:svg>"
    )
    found = check(text)
    assert found.body == '<rect width="8" height="8"></rect>' and found.left_out == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    said = "" if encoding.startswith("utf") else f' encoding="{encoding}"'
    text = f'<?xml version="1.0"{said}?>{OPEN}<text>é</text></svg>'
    assert "é" in checking.check(text.encode(encoding), "x").body


def test_svg_is_told_by_content_too(tmp_path: Path) -> None:
    renamed = tmp_path / "图.png"
    renamed.write_text(f"<?xml version='1.0'?>\n<!-- x -->{OPEN}</svg>")
    assert checking.is_svg(renamed)
    renamed.write_bytes(b"\x89PNG\r\n\x1a\n<svg")
    assert not checking.is_svg(renamed)
    assert not checking.is_svg(tmp_path / "gone.svg")
