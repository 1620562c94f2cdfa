"""Lists of settings whose entries may have a picture of their own: control units and references."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.core.requests import InputRef

_ROLES = {"control": "control", "references": "reference"}
"""What the roles of their pictures begin with."""


def free_role(values: Mapping[str, Any], setting: str) -> str:
    """The first role that no entry of the list uses: ``control-1``, ``reference-1`` …"""
    used = {entry.input for entry in values[setting]}
    number = 1
    while f"{_ROLES[setting]}-{number}" in used:
        number += 1
    return f"{_ROLES[setting]}-{number}"


def removed(values: Mapping[str, Any], setting: str, number: int) -> dict[str, Any]:
    """The values that change when an entry goes: the list, and the inputs where nothing else uses its picture."""
    entries = tuple(values[setting])
    left = entries[:number] + entries[number + 1 :]
    if setting not in _ROLES:
        return {setting: left}
    role = entries[number].input
    kept: tuple[InputRef, ...] = tuple(values["inputs"])
    if role.startswith(_ROLES[setting]) and all(entry.input != role for entry in left):
        kept = tuple(i for i in kept if i.role != role)
    return {setting: left, "inputs": kept}
