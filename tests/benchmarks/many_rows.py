"""A project with very many rows, made without files: what the gallery's bars page and search through."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from studio.core.recipes import ModelUse, Recipe
from studio.core.requests import ImageRequest
from studio.gallery import migrations, rows
from studio.gallery.assets import Asset
from studio.gallery.database import Database

ROWS = 100_000
RARE = ("鲸", "琉璃", "青花瓷", "narwhal")
"""Words of about one row in a thousand each; one, two and three characters of Chinese."""
_CHINESE = "山水花鸟红黄蓝绿白日月星风云雨雪春夏秋冬城市街道海边森林老人孩子猫狗鱼马油画素描水彩光影清晨黄昏古风未来科幻温暖安静"
_ENGLISH = [
    "a",
    "cat",
    "dog",
    "city",
    "forest",
    "river",
    "portrait",
    "light",
    "golden",
    "dawn",
    "watercolour",
    "oil",
    "sketch",
    "quiet",
    "old",
    "child",
    "red",
    "blue",
    "poster",
]


def prompt(random_: random.Random, number: int) -> str:
    """Ten to twenty words, English and Chinese mixed, some with a rare word."""
    chinese = "，".join("".join(random_.choices(_CHINESE, k=random_.randint(4, 9))) for _ in range(4))
    words = [*random_.choices(_ENGLISH, k=8), chinese, f"no. {number}"]
    if random_.random() < 0.004:
        words.insert(random_.randrange(len(words)), random_.choice(RARE))
    return " ".join(words)


def fill(found: Database, count: int) -> None:
    """Rows, newest last, in a database that has its tables."""
    random_ = random.Random(7)
    model = ModelUse(id="icon", name="Icon", sha256="ab" * 32)
    with found.transaction() as db:
        for number in range(count):
            text = prompt(random_, number)
            request = ImageRequest(prompt=text, seed=number, width=512, height=512, steps=20)
            asset = Asset(
                id=f"{number:019x}",
                kind="image" if number % 10 else "audio",
                path=f"assets/2026-01/{number:019x}.png",
                created=1.7e9 + number,
                title=text[:60],
                prompt=text,
                width=512,
                height=512,
                bytes=400_000,
                model="Icon",
                task="text-to-image",
                seed=number,
                recipe=Recipe(request=request, kind="image", model=model, created="2026-01-02T03:04:05Z"),
            )
            rows.insert(db, asset)
    found.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found.connection.execute("ANALYZE")


@contextmanager
def database(count: int = ROWS) -> Iterator[Database]:
    """The database in a temporary folder, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="aigc-studio-bench-"))
    found = Database(folder / "project.db")
    try:
        migrations.migrate(found)
        fill(found, count)
        yield found
    finally:
        found.close()
        shutil.rmtree(folder, ignore_errors=True)
