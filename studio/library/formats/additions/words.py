"""What a publisher wrote into a LoRA or embedding: trigger words, tags, title, licence, a picture.

Sources: kohya-ss/sd-scripts, docs/train_network_README ("ss_" keys); Stability-AI/ModelSpec 1.0.1 ("modelspec." keys).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping

import msgspec

_LONGEST = 8 << 20
"""Characters of one metadata value that are read at most."""

_PICTURE_LONGEST = 4 << 20
"""Bytes of an embedded picture at most."""

_SHARE = 0.8
"""A tag that is on so many of the most tagged pictures is a trigger word."""


def trigger_words(metadata: Mapping[str, str]) -> list[str]:
    """The words that call what was trained, at most 8; the publisher's own first, else the tags of nearly all pictures."""
    own = metadata.get("modelspec.trigger_phrase", "")[:2000]
    if own.strip():
        return _clean(re.split(r"[,;\n|]+", own))[:8]
    counts = tag_counts(metadata)
    if not counts:
        return []
    most = max(counts.values())
    # One picture, or tags that all occur once, say nothing about what is common.
    if most < 2:
        return []
    common = [tag for tag, count in counts.items() if count >= _SHARE * most]
    return _clean(common)[:8] if len(common) <= 8 else []


def tags(metadata: Mapping[str, str]) -> list[str]:
    """The tags that it was trained with, most frequent first, at most 24."""
    return _clean(tag_counts(metadata))[:24]


def tag_counts(metadata: Mapping[str, str]) -> dict[str, int]:
    """``ss_tag_frequency``: how many pictures had a tag, over all folders of the data set; most frequent first."""
    text = metadata.get("ss_tag_frequency", "")
    if not text or len(text) > _LONGEST:
        return {}
    try:
        folders = msgspec.json.decode(text.encode(), type=dict[str, dict[str, int]])
    except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
        return {}
    counts: dict[str, int] = {}
    for frequency in folders.values():
        for tag, count in frequency.items():
            counts[tag.strip()] = counts.get(tag.strip(), 0) + max(0, min(count, 1 << 31))
    return dict(sorted(((t, n) for t, n in counts.items() if t and n), key=lambda pair: -pair[1]))


def _clean(found: object) -> list[str]:
    assert isinstance(found, list | dict)
    words = ("".join(c for c in str(word) if c.isprintable()).strip()[:100] for word in found)
    return list(dict.fromkeys(word for word in words if word))


def line(metadata: Mapping[str, str], *keys: str, longest: int = 500) -> str:
    """The first of these values that is there, as one line without markup."""
    for key in keys:
        text = re.sub(r"<[^<>]{0,500}>", " ", metadata.get(key, "")[: 4 * longest])
        text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        if text:
            return text[:longest]
    return ""


def picture(metadata: Mapping[str, str]) -> bytes:
    """The encoded picture of ``modelspec.thumbnail`` (a data URI), or nothing."""
    text = metadata.get("modelspec.thumbnail", "")
    head, comma, data = text.partition(",")
    if not comma or not re.fullmatch(r"data:image/(jpe?g|png|webp);base64", head.strip().lower()):
        return b""
    if len(data) > _PICTURE_LONGEST * 4 // 3:
        return b""
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return b""
