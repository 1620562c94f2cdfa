"""Settings of a file into a tab: what would change line by line, what is missing, and exactly the chosen lines applied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from studio.core import additions
from studio.core.models import InstalledModel, ModelSpec
from studio.metadata import matching
from studio.metadata.proposal import LISTS, Item, Need, Proposal

State = Literal["same", "changed", "added", "removed", "missing"]
_UNITS = {"control": "control-", "references": "reference-"}
"""Settings whose entries each have an input picture, and how the roles of these begin."""
_SETTING_OF_ROLE = {"style": "style-picture"}
"""Roles of inputs whose setting is called otherwise."""


@dataclass(frozen=True)
class Line:
    """One line of the comparison. ``now`` and ``then`` are the setting's value before and after (for ``size`` and
    ``variation`` a pair; for an entry of a list the entry, None where there is none). ``need`` is the model or file it
    needs; ``misfit`` is the family that its model was made for, when that is not the main model's."""

    key: str
    setting: str
    now: Any
    then: Any
    state: State
    need: Need | None = None
    misfit: str = ""


@dataclass(frozen=True)
class Outcome:
    """What applying does: the values that change; whether the seed is kept from now on (None: as it is)."""

    values: Mapping[str, Any]
    seed_locked: bool | None = None


@dataclass(frozen=True)
class Applied:
    """What was applied: the names of the settings that changed, and the lines that were left out because what they
    need is missing."""

    takeover: Takeover
    changed: tuple[str, ...]
    left_out: tuple[Line, ...]


class Takeover:
    """One proposal against the values of a tab as they are now. Every line is ticked until :meth:`tick` says otherwise.

    ``uses`` tells whether a task uses a setting (the task's other values as first argument); lines for settings that
    mean nothing to the task are left out.
    """

    def __init__(
        self,
        proposal: Proposal,
        values: Mapping[str, Any],
        *,
        seed_locked: bool,
        models: Sequence[InstalledModel] = (),
        uses: Callable[[dict[str, Any], str], bool] = lambda values, setting: True,
    ) -> None:
        self.proposal = proposal
        self._now = dict(values)
        self._locked = seed_locked
        self._models = {model.spec.id: model.spec for model in models}
        self._unticked: set[str] = set()
        self._uses = uses
        # An addition made for another family would be refused when the job runs.
        self._unticked = {line.key for line in self.lines() if line.misfit}

    # -- choices --------------------------------------------------------------------------------------------------

    def tick(self, key: str, ticked: bool) -> None:
        """Whether a line is to be applied."""
        (self._unticked.discard if ticked else self._unticked.add)(key)

    def ticked(self, key: str) -> bool:
        return key not in self._unticked

    def choose(self, key: str, match: str) -> None:
        """Another model (by its id) or file (by its path) for a line."""
        self.proposal = self.proposal.choose(key, match)

    def models_changed(self, models: Sequence[InstalledModel]) -> None:
        """Look again for what was missing: something was imported."""
        self._models = {model.spec.id: model.spec for model in models}
        for item in self.proposal.missing():
            assert item.need is not None
            if item.need.kind != "file":
                match = matching.find(item.need.kind, item.need.name, item.need.hash, models)
                if match is not None:
                    self.proposal = self.proposal.choose(item.key, match.model.spec.id)

    def candidates(self, key: str, models: Sequence[InstalledModel]) -> list[tuple[InstalledModel, bool]]:
        """The installed models that could stand in for a line's, each with whether it fits the main model."""
        item = self.proposal.item(key)
        if item is None or item.need is None:
            return []
        main = self._main_model()
        found = [(m, self._misfit(m.spec, main) == "") for m in matching.able(item.need.kind, models)]
        return sorted(found, key=lambda pair: (not pair[1], pair[0].spec.name.casefold()))

    @property
    def missing(self) -> list[Line]:
        """Ticked lines whose model or file is not there."""
        return [line for line in self.lines() if line.state == "missing" and self.ticked(line.key)]

    # -- lines ----------------------------------------------------------------------------------------------------

    def lines(self) -> list[Line]:
        """Every line, in the order of the proposal; those that are the same too."""
        lines: list[Line] = []
        done: set[str] = set()
        for item in self.proposal.items:
            if item.setting in LISTS:
                lines += self._entry(item)
            elif item.key not in done and self._matters(item.setting):
                done.add(item.key)
                lines.append(self._scalar([i for i in self.proposal.items if i.key == item.key]))
        return lines

    def _matters(self, setting: str) -> bool:
        return setting in ("task", "model") or self._uses(self._then(), setting)

    def _then(self) -> dict[str, Any]:
        """The tab's values as they would be with everything taken over."""
        task = {} if self.ticked("task") else {"task": self._now.get("task")}
        return {**self._now, **self.proposal.values(), **task}

    def _scalar(self, items: list[Item]) -> Line:
        item = items[0]
        now = tuple(self._shown(i.setting) for i in items)
        then = tuple(i.filled() for i in items)
        state: State = "missing" if item.missing and item.setting != "hires" else "same" if now == then else "changed"
        misfit = ""
        if item.setting == "vae" and item.need is not None:
            misfit = self._misfit(self._models.get(item.need.match), self._main_model())
        one = len(items) == 1
        return Line(
            item.key,
            item.setting,
            now[0] if one else now,
            then[0] if one else then,
            state,
            item.need,
            misfit,
        )

    def _shown(self, setting: str) -> Any:
        """The value now; a seed that is not kept is none."""
        return None if setting == "seed" and not self._locked else self._now.get(setting)

    def _entry(self, item: Item) -> list[Line]:
        """The line of an entry; for the mark that a setting is decided, the lines of entries that would go."""
        if not self._matters_entry(item):
            return []
        if item.value is None:
            return [
                Line(self._old_key(item.setting, entry), item.setting, entry, None, "removed")
                for entry in self._now.get(item.setting, ())
                if not self._stays(item.setting, entry)
            ]
        now = self._counterpart(item)
        if item.missing:
            state: State = "missing"
        elif now is None:
            state = "added"
        else:
            state = "same" if now == item.filled() else "changed"
        misfit = ""
        if item.need is not None and item.need.kind != "file":
            misfit = self._misfit(self._models.get(item.need.match), self._main_model())
        return [Line(item.key, item.setting, now, item.filled(), state, item.need, misfit)]

    def _matters_entry(self, item: Item) -> bool:
        if item.setting != "inputs":
            return self._matters(item.setting)
        return item.value is None or self._role_matters(item.value.role)

    def _role_matters(self, role: str) -> bool:
        unit = next((setting for setting, start in _UNITS.items() if role.startswith(start)), "")
        return self._matters(unit or _SETTING_OF_ROLE.get(role, role))

    def _counterpart(self, item: Item) -> Any:
        """The entry that is there now and that this one takes the place of."""
        entries = self._now.get(item.setting, ())
        if item.setting == "inputs":
            return next((i for i in entries if i.role == item.value.role), None)
        if item.setting == "embeddings":
            return next((name for name in entries if name == item.filled()), None)
        if item.setting == "loras":
            return next((use for use in entries if use.model == item.filled().model and use.model), None)
        return next((entry for entry in entries if entry == item.filled()), None)

    def _stays(self, setting: str, entry: Any) -> bool:
        """Whether the proposal has something in the place of an entry that is there now."""
        if setting == "inputs" and (
            entry.role.startswith(tuple(_UNITS.values())) or not self._role_matters(entry.role)
        ):
            # The first come and go with their units; the others mean nothing to the task.
            return True
        return any(
            item.setting == setting and item.value is not None and self._counterpart(item) == entry
            for item in self.proposal.items
        )

    @staticmethod
    def _old_key(setting: str, entry: Any) -> str:
        name = (
            entry
            if isinstance(entry, str)
            else getattr(entry, "role", "") or getattr(entry, "input", "") or entry.model
        )
        return f"old-{setting}-{name}"

    # -- families -------------------------------------------------------------------------------------------------

    def _main_model(self) -> ModelSpec | None:
        item = self.proposal.item("model")
        taken = item is not None and item.need is not None and item.need.match and self.ticked("model")
        return self._models.get(item.need.match if taken and item and item.need else self._now.get("model", ""))

    @staticmethod
    def _misfit(spec: ModelSpec | None, main: ModelSpec | None) -> str:
        """The family of an addition that was made for another one than the main model's."""
        return spec.family if spec is not None and main is not None and not additions.fits(spec, main) else ""

    # -- applying -------------------------------------------------------------------------------------------------

    def outcome(self) -> Outcome:
        """The values that change when the ticked lines are applied; nothing else does."""
        wanted = {line.key for line in self.lines() if self.ticked(line.key)}
        values: dict[str, Any] = {}
        for item in self.proposal.items:
            if item.setting not in LISTS and item.key in wanted and not (item.missing and item.setting != "hires"):
                values[item.setting] = item.filled()
        for setting in LISTS:
            if any(item.setting == setting for item in self.proposal.items):
                values[setting] = self._list(setting, wanted)
        self._number_pictures(values, wanted)
        locked = None
        if "seed" in values:
            locked = values["seed"] is not None
            values["seed"] = values["seed"] if locked else self._now.get("seed", 0)
        changed = {name: value for name, value in values.items() if self._now.get(name) != value}
        return Outcome(changed, None if locked == self._locked else locked)

    def _list(self, setting: str, wanted: set[str]) -> tuple[Any, ...]:
        """What is taken over, then what was there and is kept."""
        items = [i for i in self.proposal.items if i.setting == setting]
        taken = [i.filled() for i in items if i.value is not None and i.key in wanted and not i.missing]
        replaced = [self._counterpart(i) for i in items if i.value is not None and i.key in wanted and not i.missing]
        decided = any(i.value is None for i in items) and self._matters_entry(next(i for i in items if i.value is None))
        kept = []
        for entry in self._now.get(setting, ()):
            goes = decided and self._old_key(setting, entry) in wanted
            if entry not in replaced and not goes:
                kept.append(entry)
        return (*taken, *kept)

    def _number_pictures(self, values: dict[str, Any], wanted: set[str]) -> None:
        """Give every control unit and reference a picture of its own, and drop the pictures that none uses."""
        if not any(setting in values for setting in _UNITS):
            return
        found = [i for i in self._items("inputs") if i.key in wanted and not i.missing]
        new = {i.value.role: i.filled() for i in found}
        old = {i.role: i for i in self._now.get("inputs", ())}
        inputs = [i for i in values.get("inputs", old.values()) if not i.role.startswith(tuple(_UNITS.values()))]
        for setting, start in _UNITS.items():
            before = self._now.get(setting, ())
            taken = sum(i.key in wanted and not i.missing for i in self._items(setting))
            entries = []
            for number, entry in enumerate(values.get(setting, before), 1):
                # Those that are taken over come first.
                stays = number > taken or entry in before or f"input-{entry.input}" not in wanted
                picture = (new.get(entry.input) if number <= taken else None) or (
                    old.get(entry.input) if stays else None
                )
                if picture is not None:
                    inputs.append(msgspec.structs.replace(picture, role=f"{start}{number}"))
                entries.append(msgspec.structs.replace(entry, input=f"{start}{number}"))
            values[setting] = tuple(entries)
        values["inputs"] = tuple(inputs)

    def _items(self, setting: str) -> list[Item]:
        """The entries of a list that the proposal has."""
        return [i for i in self.proposal.items if i.setting == setting and i.value is not None]
