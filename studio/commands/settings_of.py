"""``aigc-studio settings-of``: what a picture says about its making, and what of that is not installed here."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from studio.commands import like, output
from studio.core.requests import REQUEST_TYPES
from studio.metadata.proposal import LISTS, Proposal


def main(options: argparse.Namespace) -> int:
    proposal = like.proposal_of(options.file)
    if options.json:
        output.emit(as_dict(proposal, str(options.file)))
    else:
        _show(proposal)
    return output.OK


def as_dict(proposal: Proposal, name: str) -> dict[str, Any]:
    """Plain JSON types: the values of a Request, and for each model or file whether and how it was found."""
    needs = [
        {
            "for": item.key,
            "kind": item.need.kind,
            "name": item.need.name,
            "hash": item.need.hash,
            "found": item.need.match,
            "by": item.need.how,
        }
        for item in proposal.needs()
        if item.need is not None
    ]
    return {
        "file": name,
        "program": proposal.source,
        "kind": proposal.kind,
        "settings": msgspec.to_builtins(proposal.values()),
        "needs": needs,
        "missing": [need for need in needs if not need["found"]],
        "notes": [str(note) for note in proposal.notes],
    }


def _show(proposal: Proposal) -> None:
    output.show(f"{proposal.source}: {proposal.kind}")
    fresh = REQUEST_TYPES[proposal.kind]()
    for item in proposal.items:
        if item.need is not None:
            state = {
                "": "missing",
                "name": "found by name",
                "hash": "found by hash",
                "other": "another file of this name",
            }.get(item.need.how, "found")
            extra = [f"{n} {v:g}" for n in ("weight", "scale") if (v := getattr(item.value, n, None)) is not None]
            output.show(f"  {item.key}: {', '.join([like.described(item), *extra, state])}")
        elif item.setting not in LISTS and item.value not in ("", None, getattr(fresh, item.setting)):
            output.show(f"  {item.setting}: {item.value}")
    for note in proposal.notes:
        output.show(f"  {note}")
