"""What a language model is told for each text task, as chat messages."""

from __future__ import annotations

from studio.core.requests import TextRequest
from studio.worker.speech.sentences import is_cjk

_TASKS = {
    "rewrite": "Rewrite the text of the user so that it reads better. Keep its meaning and its language."
    " Answer with the rewritten text only.",
    "summarise": "Summarise the text of the user in a few sentences, in its own language."
    " Answer with the summary only.",
    "translate": "Translate the text of the user into {language}. Answer with the translation only.",
}


def messages(request: TextRequest) -> list[dict[str, str]]:
    """The conversation, its system message first (if there is one), and last the answer that is begun (if one is).

    For rewrite, summarise and translate the system prompt of the request comes after the task's own words, so
    that it can ask for a tone, a length or another target language. Without it, Chinese is translated into English and
    everything else into Chinese.
    """
    turns = [{"role": turn.role, "content": _clean(turn.text)} for turn in request.history]
    turns.append({"role": "user", "content": _clean(request.prompt)})
    if request.begun:
        turns.append({"role": "assistant", "content": _clean(request.begun)})
    system = "\n".join(part for part in (_task_words(request), _clean(request.system).strip()) if part)
    return [{"role": "system", "content": system}, *turns] if system else turns


def _task_words(request: TextRequest) -> str:
    words = _TASKS.get(request.task, "")
    if request.task == "translate":
        if request.system.strip():
            return "Translate the text of the user. Answer with the translation only."
        return words.format(language="English" if is_cjk(request.prompt) else "Chinese")
    return words


def plain(turns: list[dict[str, str]]) -> str:
    """The conversation as one text to be continued, for models without a chat template."""
    if len(turns) == 1:
        return turns[0]["content"]
    text = "\n\n".join(turn["content"] for turn in turns)
    return text if turns[-1]["role"] == "assistant" else text + "\n\n"


def _clean(text: str) -> str:
    """Lone surrogates, which no tokenizer takes, become question marks."""
    return text.encode("utf-8", errors="replace").decode()
