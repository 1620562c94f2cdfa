"""The studio's own tools: always there, never in the lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import ModelError
from studio.core.models import InstalledModel, ModelFile, ModelSpec
from studio.core.pictures import Cutout
from studio.core.requests import ImageRequest, InputRef
from studio.library import builtin
from studio.library.library import Library

SOURCE = (InputRef(path="/a.png"),)


def cutter(model_id: str, folder: Path, *, whole: bool = True) -> InstalledModel:
    file = ModelFile(path="net.bin", size=4)
    if whole:
        (folder / model_id).mkdir(parents=True, exist_ok=True)
        (folder / model_id / "net.bin").write_bytes(b"1234")
    spec = ModelSpec(id=model_id, name=model_id, backend="pictures", format="x", tasks=("cutout",), files=(file,))
    return InstalledModel(spec=spec, folder=str(folder / model_id))


@pytest.fixture
def having(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library with the model for people, and one for objects whose file is gone."""
    models = [cutter("cutout-people", tmp_path), cutter("cutout-anything", tmp_path, whole=False)]
    monkeypatch.setattr(library, "installed", lambda: models)
    return library


def test_they_need_no_installation(library: Library) -> None:
    for task in ("edit", "tile"):
        request, models = library.resolve(ImageRequest(task=task, inputs=SOURCE))
        assert request.model == builtin.TOOLS_ID and models == (builtin.TOOLS,)
        assert library.default_for(task) == builtin.TOOLS
    assert library.get(builtin.TOOLS_ID) == builtin.TOOLS
    assert library.installed() == []
    with pytest.raises(ModelError):
        library.remove(builtin.TOOLS_ID)
    with pytest.raises(ModelError, match="Studio tools"):
        library.resolve(ImageRequest(prompt="a", model=builtin.TOOLS_ID))


def test_a_cut_out_takes_the_model_that_its_method_names(having: Library) -> None:
    def resolved(method: str, model: str = "") -> tuple[str, list[str]]:
        request = ImageRequest(task="cutout", inputs=SOURCE, model=model, cutout=Cutout(method=method))  # type: ignore[arg-type]
        found, models = having.resolve(request)
        return found.model, [m.spec.id for m in models]

    assert resolved("auto") == (builtin.TOOLS_ID, [builtin.TOOLS_ID, "cutout-people"])
    assert resolved("colour") == (builtin.TOOLS_ID, [builtin.TOOLS_ID])
    assert resolved("person") == ("cutout-people", ["cutout-people"])
    assert resolved("person", builtin.TOOLS_ID) == ("cutout-people", ["cutout-people"])
    assert resolved("auto", "cutout-people") == ("cutout-people", ["cutout-people"])
    with pytest.raises(ModelError) as caught:
        resolved("object")
    assert caught.value.info.code == "model-damaged"


def test_a_method_whose_model_is_missing_names_it(library: Library) -> None:
    request = ImageRequest(task="cutout", inputs=SOURCE, cutout=Cutout(method="object"))
    with pytest.raises(ModelError) as caught:
        library.resolve(request)
    assert caught.value.info.code == "model-missing"
    assert caught.value.info.params["model"] == "cutout-anything"
    found, models = library.resolve(ImageRequest(task="cutout", inputs=SOURCE))
    assert found.model == builtin.TOOLS_ID and len(models) == 1
