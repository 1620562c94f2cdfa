"""The little Markdown that language models write, as blocks a document writer can lay out.

Headings, lists, quotes, fenced code, rules, and bold, italic and code within a line. What is not understood stays as it
was written: a text is never made worse by exporting it.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

BlockKind: TypeAlias = Literal["paragraph", "heading", "bullet", "number", "quote", "code", "rule"]


class Span(NamedTuple):
    """A piece of a line in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False


class Block(NamedTuple):
    """``level`` is the heading's level (1–6) or the list's depth (0…); ``label`` the number of a numbered item."""

    kind: BlockKind
    spans: tuple[Span, ...] = ()
    level: int = 0
    label: str = ""


_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"(\s*)[-*+•]\s+(.*)$")
_NUMBER = re.compile(r"(\s*)(\d{1,3})[.)、]\s+(.*)$")
_QUOTE = re.compile(r">\s?(.*)$")
_RULE = re.compile(r"\s*([-*_])(\s*\1){2,}\s*$")
_FENCE = re.compile(r"\s*(```|~~~)")
_INLINE = re.compile(
    r"(?P<code>`(?P<c>[^`\n]+)`)"
    r"|(?P<bold>\*\*(?=\S)(?P<b>.+?)(?<=\S)\*\*)"
    r"|(?P<italic>(?<![\w*])\*(?=[^\s*])(?P<i>[^*\n]+?)(?<=\S)\*(?![\w*]))",
    re.DOTALL,
)


def parse(text: str) -> list[Block]:
    """The blocks of a text. Lines of one paragraph keep their breaks: they were meant in a poem or a list of names."""
    blocks: list[Block] = []
    paragraph: list[str] = []
    code: list[str] | None = None

    def end() -> None:
        if paragraph:
            blocks.append(Block("paragraph", inline("\n".join(paragraph))))
            paragraph.clear()

    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if code is not None:
            if _FENCE.match(line):
                blocks.append(Block("code", (Span("\n".join(code), code=True),)))
                code = None
            else:
                code.append(line)
        elif _FENCE.match(line):
            end()
            code = []
        elif not line.strip():
            end()
        elif (block := _line(line)) is not None:
            end()
            blocks.append(block)
        else:
            paragraph.append(line.rstrip())
    end()
    if code is not None:
        blocks.append(Block("code", (Span("\n".join(code), code=True),)))
    return blocks


def _line(line: str) -> Block | None:
    if match := _HEADING.match(line):
        return Block("heading", inline(match[2]), len(match[1]))
    if _RULE.match(line):
        return Block("rule")
    if match := _BULLET.match(line):
        return Block("bullet", inline(match[2]), _depth(match[1]))
    if match := _NUMBER.match(line):
        return Block("number", inline(match[3]), _depth(match[1]), match[2])
    if match := _QUOTE.match(line):
        return Block("quote", inline(match[1]))
    return None


def _depth(indent: str) -> int:
    return min(len(indent.expandtabs(4)) // 2, 5)


def inline(text: str) -> tuple[Span, ...]:
    """The spans of a line, bold and italic resolved one level deep."""
    spans: list[Span] = []
    at = 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            spans.append(Span(text[at : match.start()]))
        if match["code"]:
            spans.append(Span(match["c"], code=True))
        elif match["bold"]:
            spans.append(Span(match["b"], bold=True))
        else:
            spans.append(Span(match["i"], italic=True))
        at = match.end()
    if at < len(text):
        spans.append(Span(text[at:]))
    return tuple(spans)
