"""Light and colour of an edit, each by a slider that the stage follows."""

from __future__ import annotations

from studio.core.pictures import Edit
from studio.presenters import edit_changes
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.fields import Form, NumberField
from studio.ui.image.retouch.reset_row import ResetRow
from studio.ui.image.retouch.struct_part import StructPart


class TonePart(StructPart):
    fields = frozenset({"edit"})
    setting, struct = "edit", Edit

    def __init__(self, presenter: ImageTabPresenter) -> None:
        self.form = Form()
        self.reset = ResetRow(self.form)
        super().__init__(presenter, self.reset)
        ranges: dict[str, tuple[float, float, float, int]] = {
            "exposure": (-3.0, 3.0, 0.05, 2),
            "contrast": (-1.0, 1.0, 0.02, 2),
            "highlights": (-1.0, 1.0, 0.02, 2),
            "shadows": (-1.0, 1.0, 0.02, 2),
            "saturation": (-1.0, 1.0, 0.02, 2),
            "warmth": (-1.0, 1.0, 0.02, 2),
            "black": (0, 254, 1, 0),
            "white": (1, 255, 1, 0),
            "gamma": (0.1, 4.0, 0.05, 2),
        }
        texts = {
            "exposure": lambda: self.tr("Exposure"),
            "contrast": lambda: self.tr("Contrast"),
            "highlights": lambda: self.tr("Highlights"),
            "shadows": lambda: self.tr("Shadows"),
            "saturation": lambda: self.tr("Saturation"),
            "warmth": lambda: self.tr("Warmth"),
            "black": lambda: self.tr("Black point"),
            "white": lambda: self.tr("White point"),
            "gamma": lambda: self.tr("Midtones"),
        }
        for name, limits in ranges.items():
            field = NumberField(*limits)
            self.form.add(name, field, texts[name])
            if name in ("black", "white"):
                self._bound[name] = field
                field.changed.connect(lambda value, n=name: self._set_point(n, int(value)))
            else:
                self.bind(name, field)
        self.reset.clicked.connect(lambda: self.set_struct(edit_changes.reset(self.value(), "tone")))
        self.unfold()
        self.retranslate()

    def shown(self, value: Edit) -> None:
        self.reset.set_needed(not edit_changes.is_reset(value, "tone"))

    def retranslate(self) -> None:
        self.set_title(self.tr("Light and colour"))
        self._bound["exposure"].setToolTip(self.tr("In stops: one more is twice the light"))
        self._bound["gamma"].setToolTip(self.tr("Above 1 brightens what lies between black and white"))

    def _set_point(self, name: str, value: int) -> None:
        """Black stays below white: the one that is moved pushes the other."""
        edit = self.value()
        if name == "black":
            self.change(black=value, white=max(edit.white, value + 1))
        else:
            self.change(white=value, black=min(edit.black, value - 1))
