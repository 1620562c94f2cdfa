"""A project with many rows and no files, made quickly for measurements of the database."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec

from studio.core import requests
from studio.core.recipes import Recipe
from studio.gallery import rows
from studio.gallery.assets import Asset
from studio.gallery.project import Project

CHINESE = "红色的苹果蓝色汽车山水城市夜晚猫狗花园森林河流房子树木天空月亮"
ENGLISH = ("red", "apple", "blue", "car", "mountain", "city", "night", "cat", "dog", "garden", "forest", "river")
RARE = "鲸落"


def make(folder: Path, count: int) -> Project:
    rng = random.Random(0)
    project = Project.create(folder)
    with project.database.transaction() as db:
        for number in range(count):
            words = " ".join(rng.choices(ENGLISH, k=6))
            prompt = f"{''.join(rng.choices(CHINESE, k=12))} {words} {number}"
            if number % (count // 20) == 7:
                prompt += RARE
            kind = ("image", "text", "audio")[number % 3]
            request = requests.build("image", {"prompt": prompt, "seed": number})
            asset = Asset(
                id=f"{number:019d}",
                kind=kind,  # type: ignore[arg-type]
                path=f"assets/2026-01/{number}.png",
                created=float(number),
                title=prompt[:60],
                prompt=prompt,
                seed=number,
                recipe=Recipe(request=request, asset=str(number), kind="image"),
            )
            rows.insert(db, msgspec.structs.replace(asset, starred=number % 50 == 0))
    project.database.connection.execute("ANALYZE")
    return project
