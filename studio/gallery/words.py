"""Words for the full-text index: Chinese, Japanese and Korean characters stand alone, so that one or two of them are
found too; a query becomes phrases of these words."""

from __future__ import annotations

import re
import unicodedata

BODY_LIMIT = 200_000
"""Characters of one asset that are indexed."""

_CJK = re.compile(
    "([\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff])"
)
_WORD = re.compile(r"\w+")


def _spaced(text: str) -> str:
    return _CJK.sub(r" \1 ", unicodedata.normalize("NFKC", text))


def indexed(*texts: str) -> str:
    """What the index holds of these texts."""
    return _spaced("\n".join(text for text in texts if text)[:BODY_LIMIT]).replace("\0", " ")


def query(text: str) -> str:
    """The FTS5 expression for what a user typed: every word must occur, the last letters of a word may be missing,
    characters that stand together must stand together. "" when there is nothing to search for."""
    phrases = []
    for part in text.split():
        words = _WORD.findall(_spaced(part))
        if not words:
            continue
        # Quoted, a word is never an operator; \w has no quotation marks.
        phrase = '"' + " ".join(words) + '"'
        phrases.append(phrase if _CJK.match(words[-1]) else phrase + " *")
    return " AND ".join(phrases[:32])
