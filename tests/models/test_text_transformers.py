"""Transformers folders: streaming, repetition, cancel, and refusal of what is not safe or not whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.core.errors import InputError, ModelError
from studio.core.messages import TextDelta
from studio.core.models import InstalledModel
from studio.core.recipes import STOPPED
from studio.core.requests import TextRequest, validate
from studio.worker.backends.token_decoding import PieceDecoder
from studio.worker.backends.transformers_text import TransformersBackend, TransformersModel
from studio.worker.context import JobCancelled
from tests.support import tiny_language_model
from tests.support.context import RecordingContext, make_context


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> InstalledModel:
    return tiny_language_model.make(tmp_path_factory.mktemp("模型"))


def run(model: InstalledModel, folder: Path, **values: object) -> RecordingContext:
    request = validate(TextRequest(**{"prompt": "Write.", "max_tokens": 24, "seed": 7, **values}))  # type: ignore[arg-type]
    ctx = make_context(request, folder, [model])
    backend = TransformersBackend()
    loaded = backend.load(model, ctx)
    try:
        backend.run(loaded, ctx)
    finally:
        loaded.close()
    return ctx


def texts(ctx: RecordingContext) -> list[str]:
    return [Path(result.path).read_text(encoding="utf-8") for result in ctx.results]


def test_streams_what_it_keeps_and_takes_differ(model: InstalledModel, chinese_dir: Path) -> None:
    ctx = run(model, chinese_dir, takes=2)
    first, second = texts(ctx)
    assert first.strip() and first != second
    ctx.finish()
    streamed = "".join(e.text for e in ctx.of(TextDelta) if e.take == 0)
    assert streamed == first
    assert [r.recipe.request.seed for r in ctx.results] == [7, 8]  # type: ignore[union-attr]


def test_the_recipe_of_a_take_makes_it_again(model: InstalledModel, chinese_dir: Path) -> None:
    ctx = run(model, chinese_dir / "a", takes=2)
    again = run(model, chinese_dir / "b", seed=ctx.results[1].recipe.request.seed)  # type: ignore[union-attr]
    assert texts(again)[0] == texts(ctx)[1]


def test_temperature_0_needs_no_seed(model: InstalledModel, chinese_dir: Path) -> None:
    a, b = (texts(run(model, chinese_dir / str(s), temperature=0.0, seed=s)) for s in (1, 2))
    assert a == b


def test_agrees_with_the_library_s_own_generate(model: InstalledModel, chinese_dir: Path) -> None:
    import torch

    ours = texts(run(model, chinese_dir, temperature=0.0, max_tokens=16))[0]
    loaded = TransformersModel(Path(model.folder), "cpu", "float32")
    ids = loaded.prompt_ids([{"role": "user", "content": "Write."}])
    out = loaded.model.generate(torch.tensor([ids]), max_new_tokens=16, do_sample=False, pad_token_id=0)
    assert loaded.tokenizer.decode(out[0, len(ids) :], skip_special_tokens=True) == ours


@pytest.mark.parametrize("family", ["llama", "qwen2"])
def test_families_with_and_without_a_chat_template(tmp_path: Path, family: str) -> None:
    made = tiny_language_model.make(tmp_path / "m", family, template=family == "llama")
    assert texts(run(made, tmp_path / "out", system="Be brief."))[0]


@pytest.mark.parametrize("prompt", ["👩‍👩‍👧‍👦🙂", "مرحبا \u202eabc", "a\x00b\x07", "文字" * 20, "<|end|><|assistant|>"])
def test_odd_prompts(model: InstalledModel, chinese_dir: Path, prompt: str) -> None:
    assert texts(run(model, chinese_dir, prompt=prompt))[0]


def test_a_prompt_that_does_not_fit_is_refused_before_it_runs(model: InstalledModel, chinese_dir: Path) -> None:
    with pytest.raises(InputError) as caught:
        run(model, chinese_dir, prompt="word " * 20_000)
    assert caught.value.info.code == "prompt-too-long-for-model" and "512" in caught.value.info.what


def test_the_end_of_the_context_is_said(model: InstalledModel, chinese_dir: Path) -> None:
    ctx = run(model, chinese_dir, prompt="x" * 480, max_tokens=500)
    assert "context is full" in " ".join(ctx.results[0].recipe.notes)


@pytest.mark.parametrize("checks", [1, 3, 6])
def test_cancel_is_obeyed_at_the_next_token(model: InstalledModel, chinese_dir: Path, checks: int) -> None:
    ctx = make_context(TextRequest(prompt="Write.", max_tokens=400), chinese_dir, [model])
    backend = TransformersBackend()
    loaded = backend.load(model, ctx)
    ctx.stop_after = ctx.checks + checks
    with pytest.raises(JobCancelled):
        backend.run(loaded, ctx)
    assert ctx.checks == ctx.stop_after + 1
    told = "".join(event.text for event in ctx.of(TextDelta))
    assert [Path(r.path).read_text(encoding="utf-8") for r in ctx.results] == ([told] if told.strip() else [])
    assert all(r.recipe.notes == (str(STOPPED),) for r in ctx.results)
    loaded.close()


def test_a_text_goes_on_from_what_is_begun(model: InstalledModel, chinese_dir: Path) -> None:
    ctx = make_context(TextRequest(prompt="Write.", begun="It was", max_tokens=6), chinese_dir, [model])
    backend = TransformersBackend()
    loaded = backend.load(model, ctx)
    backend.run(loaded, ctx)
    (result,) = ctx.results
    assert Path(result.path).read_text(encoding="utf-8").startswith("It was")
    assert len(Path(result.path).read_text(encoding="utf-8")) > len("It was") and result.recipe.tokens_per_s > 0
    loaded.close()


def test_memory_is_that_of_the_weights_and_the_cache(model: InstalledModel, chinese_dir: Path) -> None:
    loaded = TransformersModel(Path(model.folder), "cpu", "float32")
    weights = (Path(model.folder) / "model.safetensors").stat().st_size
    assert weights <= loaded.memory <= weights + 2 * 2 * 2 * 16 * 512 * 4 + 200_000


def refused(folder: Path, model: InstalledModel) -> str:
    bad = InstalledModel(spec=model.spec, folder=str(folder))
    with pytest.raises(ModelError) as caught:
        TransformersBackend().load(bad, make_context(TextRequest(prompt="x"), folder / "job", [bad]))
    assert "?" not in caught.value.info.what
    return caught.value.info.code


def copy(model: InstalledModel, folder: Path) -> Path:
    folder.mkdir()
    for file in Path(model.folder).iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def test_pickles_are_refused(model: InstalledModel, tmp_path: Path) -> None:
    folder = copy(model, tmp_path / "m")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    assert refused(folder, model) == "model-pickle"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("config.json", None, "model-damaged"),
        ("config.json", b"{", "model-damaged"),
        ("config.json", b'{"model_type": "no-such-thing"}', "model-load-failed"),
        ("model.safetensors", None, "model-damaged"),
        ("model.safetensors", b"", "model-load-failed"),
        ("model.safetensors", b"\x10\x00\x00\x00\x00\x00\x00\x00" + b"{" * 16, "model-load-failed"),
        ("tokenizer.json", b"[]", "model-load-failed"),
    ],
)
def test_damaged_folders(model: InstalledModel, tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    folder = copy(model, tmp_path / "m")
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    assert refused(folder, model) == code


def test_code_of_a_model_is_never_run(model: InstalledModel, tmp_path: Path) -> None:
    folder = copy(model, tmp_path / "m")
    config = json.loads((folder / "config.json").read_text())
    config |= {"model_type": "strange", "auto_map": {"AutoConfig": "evil.C", "AutoModelForCausalLM": "evil.M"}}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    assert refused(folder, model) in ("model-load-failed", "model-unsupported")
    assert not (tmp_path / "ran").exists()


def test_characters_of_several_tokens_come_whole(model: InstalledModel) -> None:
    tokenizer = TransformersModel(Path(model.folder), "cpu", "float32").tokenizer
    pieces = PieceDecoder(tokenizer)
    given = [pieces.add(i) for i in tokenizer("a文🙂b")["input_ids"]]
    assert [g for g in given if g] == ["a", "文", "🙂", "b"]
    pieces.add(tokenizer("文")["input_ids"][0])
    assert pieces.finish() == "\ufffd"
