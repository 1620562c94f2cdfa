"""Front matter of Markdown files: a block between ``---`` lines at the top, with the Recipe as JSON on one line.

JSON is valid YAML (YAML 1.2), so other programs read the block as well.
"""

from __future__ import annotations

import json

FENCE = "---"
KEY = "aigc_studio"
SOURCE = "digital_source_type"


def join(body: str, recipe_json: str = "", source_type: str = "") -> str:
    """The body under a front matter; the body alone where there is nothing to say about it."""
    lines = []
    if recipe_json:
        lines.append(f"{KEY}: {recipe_json}")
    if source_type:
        lines.append(f"{SOURCE}: {json.dumps(source_type)}")
    if not lines:
        return body
    return "\n".join([FENCE, *lines, FENCE, "", body])


def split(text: str) -> tuple[str, str]:
    """The Recipe's JSON ("" when there is none) and the body. Front matter that is not ours stays in the body."""
    text = text.removeprefix("\ufeff")
    if not text.startswith(FENCE + "\n"):
        return "", text
    end = text.find(f"\n{FENCE}\n", len(FENCE))
    if end < 0:
        return "", text
    head = text[len(FENCE) + 1 : end].split("\n")
    recipe = next((line.partition(":")[2].strip() for line in head if line.startswith(KEY + ":")), "")
    if not recipe and not any(line.startswith(SOURCE + ":") for line in head):
        return "", text
    return recipe, text[end + len(FENCE) + 2 :].removeprefix("\n")
