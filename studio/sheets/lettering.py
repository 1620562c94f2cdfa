"""Text on a picture: each character in a font of the system that has it, wrapped to a width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont

from studio.sheets import fonts

Colour = tuple[int, int, int]

_ALWAYS = "…–·□?"
_MISSING = "□"
_UNSEEN = ("Cc", "Cf", "Cs")


class Lettering:
    """Writes in one size. ``line`` is the height of a line in pixels."""

    def __init__(self, text: str, size: int) -> None:
        """``text`` has every character that will be written; ``size`` in pixels."""
        chosen, missing = fonts.choose(text + _ALWAYS)
        self.size = size
        self.line = round(size * 1.4)
        self._faces = {char: face for face, characters in chosen.items() for char in characters}
        self._fonts = {face: _font(face, size) for face in chosen}
        self._plain = ImageFont.load_default(size)
        self._missing = missing

    def width(self, text: str) -> float:
        return sum(font.getlength(piece) for font, piece in self._runs(text))

    def write(self, draw: ImageDraw.ImageDraw, left: float, top: float, text: str, colour: Colour) -> float:
        """One line whose box begins at ``left``, ``top``; gives where it ends."""
        for font, piece in self._runs(text):
            draw.text((left, top + self.size * 1.1), piece, fill=colour, font=font, anchor="ls")
            left += font.getlength(piece)
        return left

    def wrap(self, text: str, width: float, lines: int) -> list[str]:
        """At most so many lines that fit the width; an ellipsis ends what was cut off. Line ends in it count as
        spaces."""
        found: list[str] = []
        line = ""
        for word in _words(" ".join(text.split())):
            if not line:
                word = word.lstrip()
            if self.width(line + word) <= width:
                line += word
                continue
            if line:
                found.append(line.rstrip())
                word = word.lstrip()
            while self.width(word) > width and len(word) > 1:
                fitting = self._fitting(word, width)
                found.append(word[:fitting])
                word = word[fitting:]
                if len(found) > lines:
                    break
            line = word
            if len(found) > lines:
                break
        if line.strip():
            found.append(line.rstrip())
        if len(found) > lines:
            found = found[:lines]
            last = found[-1]
            while last and self.width(last + "…") > width:
                last = last[:-1]
            found[-1] = last.rstrip() + "…"
        return found

    def _fitting(self, word: str, width: float) -> int:
        """How many characters of a word fit a line, at least one."""
        count = 1
        while count < len(word) and self.width(word[: count + 1]) <= width:
            count += 1
        return count

    def _runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, str]]:
        """Pieces of the text with the font of each."""
        font: ImageFont.FreeTypeFont | ImageFont.ImageFont | None = None
        piece = ""
        for char in text:
            if unicodedata.category(char) in _UNSEEN:
                continue
            face = self._faces.get(char)
            if face is None and char in self._missing and self._fonts:
                char = _MISSING if _MISSING in self._faces else "?"
                face = self._faces.get(char)
            # A space or a mark goes with what stands before it.
            wanted = self._fonts[face] if face is not None else font or self._plain
            if wanted is not font and piece:
                yield font or self._plain, piece
                piece = ""
            font = wanted
            piece += char
        if piece:
            yield font or self._plain, piece


def _font(face: fonts.Face, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    try:
        return ImageFont.truetype(str(face.path), size, index=max(0, face.number))
    except OSError:
        return ImageFont.load_default(size)


def _words(text: str) -> Iterator[str]:
    """Words with the space before them; a Chinese character is a word of its own."""
    for piece in re.findall(r"\s*\S+", text):
        start = 0
        for at, char in enumerate(piece):
            if fonts.is_cjk(char):
                if start < at:
                    yield piece[start:at]
                yield piece[at : at + 1]
                start = at + 1
        if start < len(piece):
            yield piece[start:]


def canvas(size: tuple[int, int], colour: Colour) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A new picture and what draws on it."""
    picture = Image.new("RGB", size, colour)
    return picture, ImageDraw.Draw(picture)
