"""Prompts of other programs as the studio reads them: tags taken out, embeddings by their word, signs kept as they are."""

from __future__ import annotations

import re
from typing import NamedTuple

from studio.core.prompting.dynamic import is_dynamic
from studio.metadata.found import MOST_USES, Use, number

_TAG = re.compile(r"<(?:lora|lyco|locon):([^:<>\n]{1,200})((?::[^:<>\n]{0,60}){0,6})>", re.IGNORECASE)
_HYPERNET = re.compile(r"<hypernet:[^<>\n]{1,200}>", re.IGNORECASE)
_EMBEDDING = re.compile(r"\bembedding:([\w\-./\\]{1,120})", re.IGNORECASE)
_COMPEL = re.compile(
    r"(\([^()]{1,2000}\)|\b[^\W_][\w'-]{0,60})(\+{1,8}|-{1,8}|(?<=\))\d(?:\.\d{1,4})?)(?=[\s,.;:!?)]|$)"
)
_STEP = {"+": 1.1, "-": 0.9}


class Cleaned(NamedTuple):
    """A prompt, and the LoRAs that stood in it as tags."""

    text: str
    loras: tuple[Use, ...]


def cleaned(prompt: str, program: str = "") -> Cleaned:
    """A foreign prompt in the studio's own way of writing."""
    loras: list[Use] = []

    def tag(match: re.Match[str]) -> str:
        if len(loras) < MOST_USES:
            loras.append(Use("lora", match[1].strip(), "", _weight(match[2])))
        return "\0"

    text = _TAG.sub(tag, prompt)
    text = _without_marks(_HYPERNET.sub("\0", text)) if "\0" in text or "<hypernet:" in text.casefold() else text
    if program == "ComfyUI":
        text = _EMBEDDING.sub(lambda match: match[1].replace("\\", "/").rpartition("/")[2], text)
    elif program == "InvokeAI":
        text = _COMPEL.sub(_as_weight, text)
    return Cleaned(escaped(text).strip(), tuple(loras))


def _weight(parts: str) -> float:
    """``:0.8``, ``:0.8:0.5`` (text encoder, network) or ``:te=0.8:unet=0.5``; 1 where none is said. The network's
    counts: it is what the picture shows most of."""
    values = [part.strip() for part in parts.split(":")[1:]]
    for part in values:
        if part.startswith("unet="):
            return number(part.removeprefix("unet="), 1.0)
    plain = [part for part in values if "=" not in part]
    return number(plain[min(1, len(plain) - 1)], 1.0) if plain else 1.0


def _without_marks(text: str) -> str:
    """Take the marks out together with the commas and blanks that joined them to the words."""
    text = re.sub(r"[ \t]{0,40},[ \t]{0,40}\0", "\0", text)
    text = re.sub(r"(^|\n)[ \t]{0,40}\0[ \t]{0,40},?[ \t]{0,40}", r"\1", text)
    return re.sub(r"[ \t]{0,40}\0", "", text)


def _as_weight(match: re.Match[str]) -> str:
    """InvokeAI writes ``word++`` and ``(some words)1.2`` for what is ``(word:1.21)`` and ``(some words:1.2)`` here."""
    words, sign = match[1], match[2]
    inner = words[1:-1] if words.startswith("(") else words
    weight = float(sign) if sign[0].isdigit() else _STEP[sign[0]] ** len(sign)
    # A hyphen behind a word is most often a hyphen.
    return match[0] if sign[0] == "-" and not words.startswith("(") else f"({inner}:{weight:.4g})"


def escaped(text: str) -> str:
    """With the signs kept that would begin an alternative or a wildcard here."""
    if not is_dynamic(text):
        return text
    return re.sub(r"[{}]", r"\\\g<0>", text).replace("__", "\\__")
