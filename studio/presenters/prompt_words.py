"""Words that an addition is called by, put into a prompt and taken out of it."""

from __future__ import annotations

import re


def has(prompt: str, word: str) -> bool:
    """Whether the word stands in the prompt by itself, in capitals or not."""
    return _found(prompt, word) is not None


def put(prompt: str, word: str) -> str:
    """The prompt with the word at its end, unless it has it."""
    if not word or has(prompt, word):
        return prompt
    before = prompt.rstrip()
    if not before:
        return word
    return before + (" " if before.endswith((",", "，", "、")) else ", ") + word


def taken(prompt: str, word: str) -> str:
    """The prompt without the first such word, and without the comma that parted it from the others."""
    found = _found(prompt, word)
    if found is None:
        return prompt
    before, after = prompt[: found.start()], prompt[found.end() :]
    comma = re.match(r"\s*[,，、]\s*", after)
    if comma is not None:
        return before + after[comma.end() :]
    return re.sub(r"\s*[,，、]\s*$", "", before) + after


def _found(prompt: str, word: str) -> re.Match[str] | None:
    # Chinese words stand in a sentence without spaces around them.
    edge = r"[A-Za-z0-9_]"
    return re.search(rf"(?<!{edge}){re.escape(word)}(?!{edge})", prompt, re.IGNORECASE) if word else None
