"""The Chinese glossary and the model card, from emojibase-data (MIT), vocabulary.txt and terms_zh.txt.

    python packaging/icon_model/glossary.py --work .work/icon --to resources/models/icon

glossary_zh.json maps a Chinese term to the English words of captions ("苹果" -> "apple"); longest match first.
card.json tells the studio's image tab what the model knows: styles, colours, concepts, examples, default settings.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from colours import COLOURS
from generate import GUIDANCE, SIZE, STEPS
from prepare import HERE, Concept, vocabulary
from sources import SOURCES

UNKNOWN = "?"
"""As studio.core.prompting.glossary has it."""
EXAMPLES = [
    "a purple car on a yellow background",
    "strawberry, 3d style",
    "a blue fish",
    "rocket on a black background",
    "cactus, outline style",
    "a green umbrella",
    "birthday cake, glossy style",
    "penguin, flat style",
]


def read_terms(path: Path) -> dict[str, list[str]]:
    """The lines of terms_zh.txt by section."""
    sections: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current.append(line)
    return sections


def pairs(lines: list[str]) -> dict[str, str]:
    """Lines "english = chinese terms" as a dictionary."""
    return {english.strip(): chinese.strip() for english, chinese in (line.split("=") for line in lines)}


def glossary(work: Path, concepts: list[Concept], terms: dict[str, list[str]]) -> dict[str, str]:
    """Chinese term to English words. A keyword that several concepts share is left out unless it is set by hand."""
    data = json.loads((work / "pkg" / SOURCES[-1].folder / "zh" / "data.json").read_text(encoding="utf-8"))
    entries = {entry["hexcode"].lower(): entry for entry in data}
    not_nouns = set(" ".join(terms["not nouns"]).split())
    claims: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    for concept in concepts:
        entry = entries[concept.hexcode]
        labels.setdefault(entry["label"], concept.name)
        for term in entry.get("tags", ()):
            claims[term].add(concept.name)
    # One character alone stands in too many other words to be trusted, unless it is set by hand.
    found = {t: min(names) for t, names in claims.items() if len(names) == 1 and len(t) > 1 and t not in not_nouns}
    found.update({label: name for label, name in labels.items() if label not in not_nouns})
    for section in ("concepts", "plain words", "colours", "styles", "others"):
        for english, chinese in pairs(terms[section]).items():
            found.update(dict.fromkeys(chinese.split(), english))
    assert not set(" ".join(terms["not known"]).split()) & set(found)
    known = {c.name for c in concepts} | set(COLOURS) | set(pairs(terms["styles"])) | set(pairs(terms["others"]))
    known |= set(pairs(terms["plain words"]))
    assert set(found.values()) <= known, set(found.values()) - known
    found.update(dict.fromkeys(" ".join(terms["not known"]).split(), UNKNOWN))
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


def card(concepts: list[Concept], terms: dict[str, list[str]]) -> dict:
    """What the image tab shows and fills in for this model."""
    labels = pairs(terms["labels"])
    return {
        "name": "Built-in icon model",
        "purpose": {
            "en": "Icons, stickers and emoji-like drafts. Not photographs.",
            "zh": "图标、贴纸和表情风格的草图，不生成照片。",
        },
        "size": SIZE,
        "upscale": 4,
        "steps": STEPS,
        "guidance": GUIDANCE,
        "negative_prompt": "",
        "prompt_pattern": "[a] [colour] concept [on a colour background][, style]",
        "styles": [{"words": s, "en": s.removesuffix(" style"), "zh": zh} for s, zh in labels.items()],
        "colours": list(COLOURS),
        "examples": {"en": EXAMPLES, "zh": terms["examples"]},
        "ignored_zh": " ".join(terms["ignored"]).split(),
        "concepts": [{"name": c.name, "aliases": list(c.aliases)} for c in concepts],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(".work/icon"))
    parser.add_argument("--to", type=Path, default=Path("resources/models/icon"))
    args = parser.parse_args()
    concepts, terms = vocabulary(args.work), read_terms(HERE / "terms_zh.txt")
    found = glossary(args.work, concepts, terms)
    for name, content, indent in (("glossary_zh.json", found, 0), ("card.json", card(concepts, terms), 1)):
        text = json.dumps(content, ensure_ascii=False, indent=indent)
        (args.to / name).write_text(text + "\n", encoding="utf-8")
    print(f"{len(found)} Chinese terms, {len(concepts)} concepts")


if __name__ == "__main__":
    main()
