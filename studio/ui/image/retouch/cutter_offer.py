"""Offers the model that the chosen way of cutting out needs."""

from __future__ import annotations

from studio.core.models import ModelSpec
from studio.core.pictures import Cutout
from studio.library.builtin import CUTTERS
from studio.ui import words
from studio.ui.model_field import ModelOffer


class CutterOffer(ModelOffer):
    """Hidden while the method can be used as it is."""

    def offered(self) -> tuple[ModelSpec | None, str] | None:
        if not self._models.loaded or self._presenter.values["task"] != "cutout":
            return None
        method = (self._presenter.values["cutout"] or Cutout()).method
        missing = [model_id for model_id in CUTTERS.values() if not self._models.is_installed(model_id)]
        if method == "auto" and len(missing) == len(CUTTERS):
            text = self.tr("As it is only plain backgrounds can be cut out. {model} finds people.")
            wanted = CUTTERS["person"]
        elif CUTTERS.get(method) in missing:
            text = self.tr("This needs {model}, which is not installed yet.")
            wanted = CUTTERS[method]
        else:
            return None
        spec = self._models.spec(wanted)
        return None if spec is None else (spec, text.format(model=words.model_name(spec.name)))
