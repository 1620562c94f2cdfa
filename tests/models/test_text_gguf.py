"""GGUF text with the small starter model: streaming, repetition whatever ran before, cancel, odd and long prompts."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from studio.core.errors import InputError, ModelError
from studio.core.messages import TextDelta
from studio.core.models import InstalledModel
from studio.core.recipes import CUT, STOPPED
from studio.core.requests import Message, TextRequest, validate
from studio.library.library import Library
from studio.worker.backends.llama_cpp import LlamaCppBackend, LlamaModel
from studio.worker.context import JobCancelled
from tests.support.context import RecordingContext, make_context


@pytest.fixture(scope="module")
def model(starter_models: Library) -> InstalledModel:
    return starter_models.get("smollm2-135m")


@pytest.fixture(scope="module")
def loaded(model: InstalledModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaModel]:
    ctx = make_context(TextRequest(prompt="x"), tmp_path_factory.mktemp("load"), [model])
    found = LlamaCppBackend().load(model, ctx)
    assert isinstance(found, LlamaModel)
    yield found
    found.close()


def run(loaded: LlamaModel, model: InstalledModel, folder: Path, **values: object) -> RecordingContext:
    request = validate(TextRequest(**{"prompt": "Write about rain.", "max_tokens": 16, "seed": 4, **values}))  # type: ignore[arg-type]
    ctx = make_context(request, folder, [model])
    LlamaCppBackend().run(loaded, ctx)
    return ctx


def texts(ctx: RecordingContext) -> list[str]:
    return [Path(result.path).read_text(encoding="utf-8") for result in ctx.results]


def test_streams_what_it_keeps(loaded: LlamaModel, model: InstalledModel, chinese_dir: Path) -> None:
    ctx = run(loaded, model, chinese_dir, takes=2)
    first, second = texts(ctx)
    assert len(first) > 20 and first != second
    ctx.finish()
    assert "".join(e.text for e in ctx.of(TextDelta) if e.take == 0) == first


def test_the_same_recipe_gives_the_same_text_whatever_ran_before(
    loaded: LlamaModel, model: InstalledModel, chinese_dir: Path
) -> None:
    both = run(loaded, model, chinese_dir / "a", takes=2)
    run(loaded, model, chinese_dir / "b", prompt="Write about rain and wind.", seed=9)
    again = run(loaded, model, chinese_dir / "c", seed=both.results[1].recipe.request.seed)  # type: ignore[union-attr]
    assert texts(again)[0] == texts(both)[1]
    fresh = LlamaCppBackend().load(model, both)
    assert isinstance(fresh, LlamaModel)
    try:
        assert texts(run(fresh, model, chinese_dir / "d"))[0] == texts(both)[0]
    finally:
        fresh.close()


def test_temperature_0_needs_no_seed(loaded: LlamaModel, model: InstalledModel, chinese_dir: Path) -> None:
    a, b = (texts(run(loaded, model, chinese_dir / str(s), temperature=0.0, seed=s)) for s in (1, 2))
    assert a == b


def test_history_and_system_reach_the_model(loaded: LlamaModel, model: InstalledModel, chinese_dir: Path) -> None:
    history = (Message("user", "Name a fruit."), Message("assistant", "Banana. Banana. Banana."))
    asked: dict[str, object] = {"task": "chat", "prompt": "Say it again.", "temperature": 0.0}
    plain, after, told = (
        texts(run(loaded, model, chinese_dir / str(i), **asked, **more))[0]
        for i, more in enumerate(({}, {"history": history}, {"system": "You only speak about trains."}))
    )
    assert len({plain, after, told}) == 3


@pytest.mark.parametrize("prompt", ["👩‍👩‍👧‍👦🙂 say hi", "مرحبا \u202eabc", "a\x00b\x07 c", "雨" * 40])
def test_odd_prompts(loaded: LlamaModel, model: InstalledModel, chinese_dir: Path, prompt: str) -> None:
    assert texts(run(loaded, model, chinese_dir, prompt=prompt, max_tokens=8))[0]


@pytest.mark.parametrize("task", ["rewrite", "summarise", "translate"])
def test_tasks(loaded: LlamaModel, model: InstalledModel, chinese_dir: Path, task: str) -> None:
    assert texts(run(loaded, model, chinese_dir, task=task, prompt="The cat sat on the mat.", max_tokens=8))[0]


def test_100_000_characters_are_refused_at_once(loaded: LlamaModel, model: InstalledModel, chinese_dir: Path) -> None:
    with pytest.raises(InputError) as caught:
        run(loaded, model, chinese_dir, prompt="word " * 20_000)
    assert caught.value.info.code == "prompt-too-long-for-model" and str(loaded.context) in caught.value.info.what


@pytest.mark.parametrize("checks", [0, 1, 4])
def test_cancel_is_obeyed_at_the_next_token(
    loaded: LlamaModel, model: InstalledModel, chinese_dir: Path, checks: int
) -> None:
    ctx = make_context(TextRequest(prompt="Tell a long story.", max_tokens=500), chinese_dir, [model])
    ctx.stop_after = checks
    with pytest.raises(JobCancelled):
        LlamaCppBackend().run(loaded, ctx)
    assert ctx.checks == checks + 1 and len(ctx.results) <= 1
    assert texts(run(loaded, model, chinese_dir, max_tokens=4))[0]


def test_what_was_written_until_the_stop_is_kept(loaded: LlamaModel, model: InstalledModel, chinese_dir: Path) -> None:
    ctx = make_context(TextRequest(prompt="Tell a long story.", max_tokens=500), chinese_dir, [model])
    ctx.stop_after = 12
    with pytest.raises(JobCancelled):
        LlamaCppBackend().run(loaded, ctx)
    (result,) = ctx.results
    told = "".join(event.text for event in ctx.of(TextDelta))
    assert told.strip() and Path(result.path).read_text(encoding="utf-8") == told
    assert result.recipe.notes == (str(STOPPED),)


def test_a_text_goes_on_from_what_is_begun(loaded: LlamaModel, model: InstalledModel, chinese_dir: Path) -> None:
    begun = "Once upon a time there was a baker who"
    ctx = run(loaded, model, chinese_dir, prompt="Tell a story.", begun=begun, max_tokens=8)
    (text,) = texts(ctx)
    assert text.startswith(begun) and len(text) > len(begun)
    assert ctx.results[0].recipe.notes == (str(CUT),) and ctx.results[0].recipe.tokens_per_s > 0


def test_cancel_while_a_long_prompt_is_read(loaded: LlamaModel, model: InstalledModel, chinese_dir: Path) -> None:
    ctx = make_context(TextRequest(prompt="word " * 1500, max_tokens=4), chinese_dir, [model])
    ctx.stop_after = 3
    with pytest.raises(JobCancelled):
        LlamaCppBackend().run(loaded, ctx)


def test_nobody_else_can_reach_it(loaded: LlamaModel) -> None:
    listening = [
        c for c in psutil.Process().net_connections("all") if c.status == "LISTEN" and c.family.name != "AF_UNIX"
    ]
    assert listening == []
    for connection in psutil.Process().net_connections("unix"):
        if str(connection.laddr).endswith("s.sock"):
            path = Path(str(connection.laddr))
            assert not path.exists() or stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_memory_is_about_what_it_takes(loaded: LlamaModel, model: InstalledModel) -> None:
    size = Path(model.folder, model.spec.files[0].path).stat().st_size
    assert size < loaded.memory < 5 * size


@pytest.mark.parametrize(
    ("keep", "code"),
    [(0, "model-damaged"), (100, "model-damaged"), (20_000, "model-load-failed"), (0.5, "model-load-failed")],
)
def test_damaged_files(model: InstalledModel, chinese_dir: Path, keep: float, code: str) -> None:
    whole = next(Path(model.folder).glob("*.gguf")).read_bytes()
    data = whole[: int(keep if keep > 1 or keep == 0 else keep * len(whole))]
    (chinese_dir / model.spec.files[0].path).write_bytes(data)
    bad = InstalledModel(spec=model.spec, folder=str(chinese_dir))
    with pytest.raises(ModelError) as caught:
        LlamaCppBackend().load(bad, make_context(TextRequest(prompt="x"), chinese_dir / "job", [bad]))
    assert caught.value.info.code == code and "?" not in caught.value.info.what


def test_something_else_named_gguf(model: InstalledModel, chinese_dir: Path) -> None:
    (chinese_dir / model.spec.files[0].path).write_bytes(b"MZ\x90" * 5000)
    bad = InstalledModel(spec=model.spec, folder=str(chinese_dir))
    with pytest.raises(ModelError) as caught:
        LlamaCppBackend().load(bad, make_context(TextRequest(prompt="x"), chinese_dir / "job", [bad]))
    assert caught.value.info.code == "model-damaged"
