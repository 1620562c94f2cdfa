"""GGUF language models through llama.cpp (the xllamacpp wheel)."""

from __future__ import annotations

import secrets
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from studio.core.errors import InputError, ModelError, WorkerError, phrase, verbatim
from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.recipes import CUT, FULL
from studio.core.requests import TextRequest
from studio.worker.backends.base import Loaded
from studio.worker.context import JobCancelled, JobContext
from studio.worker.text import prompts
from studio.worker.text.gguf import GgufFacts, read_facts
from studio.worker.text.written import Written

CONTEXT = 8192
"""Tokens of prompt and answer together, unless the model was trained for fewer or its options name another number."""

_BATCH = 64
"""Prompt tokens per step: small enough that a cancel is obeyed while a long prompt is read."""

_SAMPLING = {"top_k": 40, "min_p": 0.05, "repeat_penalty": 1.0}
_BUFFERS = 96 * 2**20


class LlamaModel:
    """One model in memory with its single slot for a conversation."""

    def __init__(self, path: Path, facts: GgufFacts, context: int, threads: int, gpu: bool) -> None:
        import xllamacpp

        self.context = context
        self.memory = path.stat().st_size + context * facts.cache_per_token + _BUFFERS
        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.n_ctx = context
        params.n_parallel = 1
        params.n_batch = params.n_ubatch = _BATCH
        params.warmup = False
        params.fit_params = False
        params.verbosity = -1
        params.n_gpu_layers = 999 if gpu else 0
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
        # A cached prompt is computed in other batches than a new one and rounds differently: the same recipe would
        # not give the same text.
        params.cache_prompt = False
        params.cache_ram_mib = 0
        params.cache_idle_slots = False
        params.n_ctx_checkpoints = 0
        # llama.cpp's server listens whether it is wanted or not: nobody else may reach it.
        params.api_keys = [secrets.token_urlsafe(32)]
        params.ui = False
        folder = tempfile.mkdtemp(prefix="aigc-") if sys.platform != "win32" else ""
        if folder:
            params.hostnames = [str(Path(folder) / "s.sock")]
        try:
            self._server: Any = xllamacpp.Server(params)
        finally:
            if folder:
                shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        self._server = None

    def chat(self, body: dict[str, Any], callback: Any) -> None:
        self._server.handle_chat_completions(body, callback)


class _Answer:
    """Collects what the server streams for one take; its :meth:`take_in` is the server's callback."""

    def __init__(self, ctx: JobContext, take: int, begun: str) -> None:
        self._ctx, self._take = ctx, take
        self.written = Written(ctx, take, begun)
        self._first = True
        self.error: dict[str, Any] = {}
        self.raised: BaseException | None = None
        self.finish = ""
        self.timings: dict[str, Any] = {}

    def take_in(self, event: dict[str, Any]) -> bool:
        """True stops the server. An exception must not pass through its C++ frames: it is kept for later."""
        try:
            return self._take_in(event)
        except BaseException as error:
            self.raised = error
            return True

    def _take_in(self, event: dict[str, Any]) -> bool:
        self._ctx.check_cancelled()
        if "error" in event:
            self.error = event["error"]
            return False
        for choice in event.get("choices", ()):
            piece = choice.get("delta", {}).get("content")
            if piece:
                if self._first:
                    self._ctx.phase(Phase.GENERATING, take=self._take)
                    self.written.begin()
                self.written.add(piece, tokens=0 if self._first else 1)
                self._first = False
            self.finish = choice.get("finish_reason") or self.finish
        self.timings = event.get("timings") or self.timings
        return False


class LlamaCppBackend:
    """Text from GGUF files on the CPU, or on the GPU where the installed wheel has it."""

    tasks = frozenset({"write", "rewrite", "summarise", "translate", "chat"})

    def warm(self) -> None:
        try:
            import xllamacpp  # noqa: F401
        except ImportError:
            return  # said when a job needs it

    def load(self, model: InstalledModel, ctx: JobContext) -> Loaded:
        path = _gguf_file(model)
        facts = read_facts(path)
        wanted = int(model.spec.options.get("context", CONTEXT))
        context = max(256, min(wanted, facts.context))
        ctx.phase(Phase.LOADING)
        try:
            return LlamaModel(path, facts, context, ctx.threads, ctx.device.kind != "cpu")
        except (RuntimeError, ValueError) as error:
            raise ModelError(
                "model-load-failed",
                detail=str(error),
                model=model.spec.name,
                reason=phrase("the file is incomplete, or of a kind that llama.cpp does not know"),
            ) from error

    def run(self, model: Loaded, ctx: JobContext) -> None:
        assert isinstance(model, LlamaModel)
        request = ctx.request
        assert isinstance(request, TextRequest)
        turns = prompts.messages(request)
        sampling = _SAMPLING | dict(ctx.models[0].spec.options.get("sampling", {}))
        for take in range(request.takes):
            ctx.check_cancelled()
            ctx.phase(Phase.ENCODING, take=take)
            answer = _Answer(ctx, take, request.begun)
            body = {
                "messages": turns,
                "stream": True,
                "return_progress": True,  # lets a cancel through while the prompt is read
                "cache_prompt": False,
                "seed": ctx.seed(take),
                "temperature": request.temperature,
                "top_p": request.top_p,
                "max_tokens": request.max_tokens,
                **sampling,
            }
            model.chat(body, answer.take_in)
            self._finish(model, ctx, take, answer)

    def _finish(self, model: LlamaModel, ctx: JobContext, take: int, answer: _Answer) -> None:
        if answer.raised is not None:
            if isinstance(answer.raised, JobCancelled):
                ctx.emit_stopped(take, answer.written.text, answer.written.recipe("gguf"))
            raise answer.raised
        name = ctx.models[0].spec.name
        if answer.error:
            if answer.error.get("type") == "exceed_context_size_error":
                tokens = answer.error.get("n_prompt_tokens", "?")
                raise InputError("prompt-too-long-for-model", tokens=tokens, model=name, limit=model.context)
            raise WorkerError("result-invalid", reason=verbatim(answer.error.get("message", "unknown")))
        text = answer.written.text
        if not text.strip():
            raise WorkerError("result-invalid", reason=phrase("it is empty"))
        request = ctx.request
        assert isinstance(request, TextRequest)
        notes = []
        written = int(answer.timings.get("predicted_n", 0))
        if answer.finish == "length":
            full = written < request.max_tokens
            notes.append(FULL if full else CUT)
        ctx.emit_text(take, text, answer.written.recipe("gguf", notes))


def _gguf_file(model: InstalledModel) -> Path:
    folder = Path(model.folder)
    names = [f.path for f in model.spec.files if f.path.lower().endswith(".gguf")]
    # A model in several files is named by its first one; llama.cpp finds the others.
    paths = [folder / name for name in sorted(names)] or sorted(folder.glob("*.gguf"))
    if not paths or not paths[0].is_file():
        raise ModelError("model-damaged", file=names[0] if names else "*.gguf", reason=phrase("it is missing"))
    return paths[0]
