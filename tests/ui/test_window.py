"""The window as a whole: names, keyboard, languages, themes, endurance, and what it must not import."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QTabBar,
    QWidget,
)

from studio.ui import theme
from studio.ui.about import about, first_steps
from studio.ui.keyboard_help import shortcuts
from studio.ui.models_dialog import ModelsDialog
from studio.ui.preferences_dialog import PreferencesDialog

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
)


def belongs_to_qt(widget: QWidget) -> bool:
    """Parts that Qt makes inside its own widgets: scroll bars, editors of spin boxes, lists of combo boxes, icons."""
    name = widget.objectName()
    inside = isinstance(widget.parent(), QComboBox | QLineEdit | QAbstractSpinBox)
    return name.startswith("qt_") or isinstance(widget, QScrollBar) or inside


def nameless(root: QWidget) -> list[str]:
    found = []
    for widget in root.findChildren(QWidget):
        if (
            not isinstance(widget, INTERACTIVE)
            or belongs_to_qt(widget)
            or isinstance(widget.parent(), QAbstractSpinBox)
        ):
            continue
        if any(belongs_to_qt(p) or isinstance(p, QComboBox) for p in parents(widget)):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text):
            found.append(f"{type(widget).__name__} in {' < '.join(type(p).__name__ for p in parents(widget)[:4])}")
    return found


def unreachable(root: QWidget) -> list[str]:
    """Interactive widgets that Tab does not reach."""
    return [
        f"{type(w).__name__} “{w.accessibleName() or getattr(w, 'text', str)()}”"
        for w in root.findChildren(QWidget)
        if isinstance(w, INTERACTIVE)
        and not isinstance(w, QProgressBar)
        # The headings of a table: its cells are moved through instead.
        and not isinstance(w, QHeaderView)
        and not belongs_to_qt(w)
        and not isinstance(w.parent(), QAbstractSpinBox | QLineEdit)
        and not any(belongs_to_qt(p) for p in parents(w))
        and not w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def parents(widget: QWidget) -> list[QWidget]:
    found = []
    while (parent := widget.parentWidget()) is not None:
        found.append(parent)
        widget = parent
    return found


@pytest.fixture
def whole(open_window: Callable[..., Any]) -> tuple[Any, Any]:
    world, window = open_window(engine=False)
    for kind in ("text", "image", "audio"):
        window.show_tab(kind)
    window.side.fill()
    window.show_models("")
    window.show_settings()
    return world, window


def test_every_widget_has_a_name_and_a_way_to_it(whole: tuple[Any, Any]) -> None:
    _, window = whole
    dialogs = [*window.findChildren(QDialog), shortcuts(window), first_steps(window), about(window)]
    for root in (window, *dialogs):
        assert nameless(root) == []
        assert unreachable(root) == []


def test_tab_goes_through_the_brief(whole: tuple[Any, Any]) -> None:
    world, window = whole
    window.activateWindow()
    window.show_tab("text")
    page = window.page("text")
    page.task.setFocus()
    world.settle(0.02)
    reached = set()
    for _ in range(30):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    for widget in (page.prompt.editor, page.generate, page.temperature.slider, page.seed.edit, page.seed.lock):
        assert widget in reached


def test_nothing_flashes_as_a_window_of_its_own(
    open_window: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    original = QWidget.setVisible

    def watched(self: QWidget, visible: bool) -> None:
        if visible and self.parentWidget() is None and not isinstance(self, QMainWindow):
            shown.append(type(self).__name__)
        original(self, visible)

    monkeypatch.setattr(QWidget, "setVisible", watched)
    _, window = open_window(engine=False)
    for kind in ("text", "image", "audio"):
        window.show_tab(kind)
    assert shown == []


def test_the_language_changes_while_it_runs(whole: tuple[Any, Any]) -> None:
    world, window = whole
    page = window.page("image")
    assert page.generate.text() == "Generate"
    world.studio.change_settings(language="zh_CN")
    world.settle(0.02)
    assert page.generate.text() == "生成"
    assert window.tabs.tabText(1) == "图片"
    assert window.menuBar().actions()[0].text() == "文件(&F)"
    assert window.findChild(PreferencesDialog).windowTitle() == "设置"
    assert window.findChild(ModelsDialog).windowTitle() == "模型库"
    world.studio.change_settings(language="en")
    world.settle(0.02)
    assert page.generate.text() == "Generate"


def test_the_theme_changes_while_it_runs(whole: tuple[Any, Any]) -> None:
    world, window = whole
    world.studio.change_settings(theme="dark")
    assert theme.current() is theme.DARK
    dark = window.grab().toImage().pixelColor(5, 60)
    world.studio.change_settings(theme="light")
    light = window.grab().toImage().pixelColor(5, 60)
    assert dark.lightness() < 60 < 200 < light.lightness()


def test_shortcuts_do_what_they_say(open_window: Callable[..., Any]) -> None:
    world, window = open_window(engine=False)
    window.activateWindow()
    world.wait(window.isActiveWindow)
    for key, kind in ((Qt.Key.Key_1, "text"), (Qt.Key.Key_2, "image"), (Qt.Key.Key_3, "audio")):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        world.settle(0.01)
        assert window.current_page() is window.page(kind)
    shown = window.side.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert window.side.isVisible() is not shown


def test_no_two_entries_share_a_shortcut(whole: tuple[Any, Any]) -> None:
    _, window = whole
    keys = [k.toString() for a in window.menus.actions for k in a.shortcuts()]
    assert len(keys) == len(set(keys))


def test_window_and_tab_values_are_remembered(open_window: Callable[..., Any]) -> None:
    from studio.services import load_settings

    world, window = open_window(engine=False)
    window.show_tab("audio")
    world.studio.audio.set_value("speed", 1.25)
    window.close()
    world.studio.close()
    saved = load_settings()
    assert saved.window.tab == "audio"
    assert saved.tabs["audio"]["speed"] == 1.25


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_texts_have_the_contrast_of_wcag_aa(tokens: theme.Tokens) -> None:
    def luminance(name: str) -> float:
        colour = QColor(getattr(tokens, name))
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def ratio(one: str, other: str) -> float:
        light, dark = sorted((luminance(one), luminance(other)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    surfaces = ("window", "panel", "raised", "field", "canvas", "hover", "selection")
    pairs = [(text, surface) for text in ("text", "text2") for surface in surfaces]
    pairs += [("on_accent", a) for a in ("accent", "accent_hover", "accent_pressed")]
    pairs += [("danger", s) for s in ("danger_soft", "panel", "raised")]
    pairs += [("warning", "warning_soft"), ("text", "danger_soft"), ("text", "warning_soft"), ("text2", "warning_soft")]
    pairs += [("accent_text", s) for s in ("window", "panel", "raised", "selection")]
    low = {f"{a} on {b}": round(ratio(a, b), 2) for a, b in pairs if ratio(a, b) < 4.5}
    assert low == {}
    graphic = {f"{a} on {b}": round(ratio(a, b), 2) for a in ("accent", "border_strong") for b in ("panel", "field")}
    assert all(value >= 3 for value in graphic.values()), graphic


def test_a_hundred_thousand_calls(open_window: Callable[..., Any]) -> None:
    """Some releases of PySide6 lose a reference to None in void calls and abort after some thousands of them."""
    _, window = open_window(engine=False)
    page = window.page("text")
    bar, field, label = page.progress.bar, page.temperature, page.counter
    for n in range(100_000):
        bar.setValue(n % 1000)
    for n in range(20_000):
        field.set_value(n % 20 / 10)
        label.setText(str(n))
        page.generate.setEnabled(n % 2 == 0)
    assert sys.getrefcount(None) > 1000


def test_the_window_imports_no_model_runtime() -> None:
    code = (
        "import sys, studio.app, studio.ui.text_tab, studio.ui.image_tab, studio.ui.audio_tab, studio.ui.gallery_view,"
        " studio.ui.queue_panel, studio.ui.models_dialog, studio.ui.preferences_dialog\n"
        "heavy = ('torch', 'transformers', 'diffusers', 'onnxruntime', 'ai_edge_litert', 'ctranslate2', 'faster_whisper', 'ncnn',"
        " 'xllamacpp', 'PIL', 'numpy', 'soundfile', 'PySide6.QtMultimedia')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
