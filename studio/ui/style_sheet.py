"""The style sheet over the Fusion style, filled in from the theme's tokens."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from studio.ui.theme import Tokens

_QSS = Template("""
QWidget { color: $text; }
QWidget:disabled { color: $disabled; }
QMainWindow, QDialog { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $border_strong; padding: 4px 6px; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="heading"] { font-size: 14px; font-weight: 600; }
QLabel[role="section"] { font-size: 12px; font-weight: 600; color: $text2; }
QLabel[role="hint"] { color: $text2; }
QLabel[role="caption"] { font-size: 12px; color: $text2; }
QLabel[role="danger"] { color: $danger; }
QLabel[role="success"] { color: $success; }

QFrame[role="panel"], QWidget[role="panel"] { background: $panel; }
QFrame[role="canvas"], QWidget[role="canvas"] { background: $canvas; }
QWidget[role="paper"] { background: $field; }
QFrame[role="card"] { background: $raised; border: 1px solid $border; border-radius: 8px; }
QWidget[role="floating"] { background: $raised; border: 1px solid $border; border-radius: 8px; }
QFrame[role="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="vline"] { background: $border; border: none; max-width: 1px; min-width: 1px; }
QFrame[role="error"] { background: $danger_soft; border: 1px solid $danger; border-radius: 6px; }
QFrame[role="notice"] { background: $warning_soft; border: 1px solid $warning; border-radius: 6px; }
QFrame[role="info"] { background: $selection; border: 1px solid $accent; border-radius: 6px; }
QWidget[role="drop"] { background: $field; border: 1px dashed $border_strong; border-radius: 6px; }
QWidget[role="drop"]:focus { border: 2px solid $accent; }
QWidget[role="drop"][active="true"] { background: $selection; border: 2px dashed $accent; }

QPushButton, QToolButton {
  background: $raised; border: 1px solid $border; border-radius: 6px; padding: 4px 11px; min-height: 20px; }
QToolButton { padding: 4px; min-width: 20px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $pressed; }
QPushButton:checked, QToolButton:checked { background: $selection; border-color: $accent; }
QPushButton[ring="true"], QToolButton[ring="true"] { border: 2px solid $accent; padding: 3px 10px; }
QToolButton[ring="true"] { padding: 3px; }
QPushButton:disabled, QToolButton:disabled { background: $panel; color: $disabled; border-color: $border; }
QPushButton:default { border-color: $accent; }
QPushButton[role="primary"] {
  background: $accent; border: 1px solid $accent; color: $on_accent; font-weight: 600; padding: 7px 16px; }
QPushButton[role="primary"][bar="true"] { padding: 4px 11px; }
QPushButton[role="primary"][bar="true"][ring="true"] { padding: 3px 10px; }
QPushButton[role="primary"]:hover { background: $accent_hover; }
QPushButton[role="primary"]:pressed { background: $accent_pressed; }
QPushButton[role="primary"][ring="true"] { border: 2px solid $text; padding: 6px 15px; }
QPushButton[role="primary"]:disabled { background: $hover; border-color: $border; color: $disabled; }
QPushButton[role="quiet"], QToolButton[role="quiet"] { background: transparent; border: 1px solid transparent; }
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="quiet"]:pressed, QToolButton[role="quiet"]:pressed { background: $pressed; }
QPushButton[role="quiet"][ring="true"], QToolButton[role="quiet"][ring="true"] { border: 2px solid $accent; }
QPushButton[role="quiet"]:checked, QToolButton[role="quiet"]:checked { background: $selection; color: $accent_text; }
QPushButton[role="quiet"]:disabled, QToolButton[role="quiet"]:disabled { background: transparent; }
QPushButton[role="danger"] { color: $danger; }
QPushButton[role="chip"] {
  background: $raised; border: 1px solid $border; border-radius: 14px; padding: 4px 13px; color: $text; }
QPushButton[role="chip"]:hover { border-color: $accent; color: $accent_text; }
QPushButton[role="chip"][ring="true"] { border: 2px solid $accent; padding: 3px 12px; }
QPushButton[role="option"] { background: transparent; padding: 4px 6px; }
QPushButton[role="option"]:hover { background: $hover; }
QPushButton[role="option"][ring="true"] { padding: 3px 5px; }
QPushButton[role="option"]:checked { background: $selection; border-color: $accent; color: $accent_text; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent_text; padding: 2px 4px; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"][ring="true"] { border: 2px solid $accent; padding: 1px 3px; }
QPushButton[role="add"] { background: transparent; padding: 4px 28px 4px 9px; }
QPushButton[role="add"]:hover { background: $hover; }
QPushButton[role="add"][ring="true"] { padding: 3px 27px 3px 8px; }
QPushButton[role="collapse"] {
  background: transparent; border: 1px solid transparent; text-align: left; padding: 5px 4px; font-weight: 600; color: $text2; }
QPushButton[role="collapse"]:hover { color: $text; }
QPushButton[role="collapse"][ring="true"] { border: 2px solid $accent; padding: 4px 3px; }
QToolButton::menu-indicator { image: none; }
QPushButton::menu-indicator { image: url(studio-icons:qss/$name/chevron-down.svg); width: 12px; height: 12px;
  subcontrol-origin: padding; subcontrol-position: right center; right: 8px; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: $field; border: 1px solid $border; border-radius: 6px; padding: 4px 8px; min-height: 20px;
  selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit, QTextEdit { padding: 6px; }
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $border_strong; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border: 2px solid $accent; padding: 3px 7px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 5px; }
QPlainTextEdit[role="page"], QTextEdit[role="page"] { background: transparent; border: none; padding: 0; font-size: 15px; }
QPlainTextEdit[role="page"]:focus, QTextEdit[role="page"]:focus { border: none; padding: 0; }
QLineEdit QToolButton { background: transparent; border: none; padding: 0; min-width: 0; min-height: 0; }
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { background: $panel; }
QComboBox { padding-right: 2px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(studio-icons:qss/$name/chevron-down.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
  background: $raised; border: 1px solid $border_strong; padding: 4px; outline: none;
  selection-background-color: $selection; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; border-radius: 4px; }
QAbstractSpinBox { padding: 4px 20px 4px 8px; }
QAbstractSpinBox:focus { padding: 3px 19px 3px 7px; }
QAbstractSpinBox QLineEdit { background: transparent; border: none; padding: 0; min-height: 0; }
QAbstractSpinBox QLineEdit:focus { border: none; padding: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: 18px; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; border-radius: 3px; }
QAbstractSpinBox::up-arrow { image: url(studio-icons:qss/$name/chevron-up.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url(studio-icons:qss/$name/chevron-down.svg); width: 10px; height: 10px; }

QSlider { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $border; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal {
  width: 14px; height: 14px; margin: -6px 0; border-radius: 8px; background: $raised; border: 1px solid $border_strong; }
QSlider::handle:horizontal:hover { border-color: $accent; }
QSlider::handle:horizontal:focus { border: 2px solid $accent; }
QSlider::sub-page:horizontal:disabled { background: $disabled; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; padding: 2px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid $accent; }
QCheckBox::indicator, QListView::indicator, QRadioButton::indicator {
  width: 16px; height: 16px; border: 1px solid $border_strong; border-radius: 4px; background: $field; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked, QListView::indicator:checked {
  background: $accent; border-color: $accent; image: url(studio-icons:qss/check.svg); }
QCheckBox::indicator:indeterminate, QListView::indicator:indeterminate {
  background: $accent; border-color: $accent; image: url(studio-icons:qss/minus.svg); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url(studio-icons:qss/dot.svg); }

QProgressBar { background: $border; border: none; border-radius: 2px; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; border: none; border-bottom: 2px solid transparent; color: $text2;
  padding: 7px 12px; margin: 0; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: 600; }
QTabBar[role="segments"] { qproperty-drawBase: 0; }
QTabBar[role="segments"]::tab { background: transparent; border: 2px solid transparent; border-radius: 7px; padding: 4px 14px;
  margin: 0 2px; min-height: 20px; font-weight: 500; }
QTabBar[role="segments"]::tab:hover { background: $hover; }
QTabBar[role="segments"]::tab:selected { background: $raised; border: 2px solid $border; color: $text; }
QTabBar[role="segments"][ring="true"]::tab:selected { border: 2px solid $accent; }
QTabBar[ring="true"]::tab:selected { color: $accent_text; }
QTabWidget::pane { border: 1px solid $border; border-radius: 6px; top: -1px; }

QListView, QTreeView, QTableView, QListWidget { background: $field; border: 1px solid $border; border-radius: 6px; outline: none;
  selection-background-color: $selection; selection-color: $text; }
QListView:focus, QTreeView:focus, QTableView:focus { border: 1px solid $accent; }
QListView[role="strip"] { background: $panel; border: none; border-top: 1px solid $border; border-radius: 0; padding: 4px 6px; }
QListView[role="strip"]:focus { border: none; border-top: 1px solid $border; }
QListView[role="strip"][ring="true"] { border-top: 2px solid $accent; }
QListView::item, QTreeView::item { padding: 4px 6px; border-radius: 4px; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected { background: $selection; color: $text; }
QHeaderView::section { background: $panel; color: $text2; border: none; border-bottom: 1px solid $border; padding: 5px 8px; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[role="scroll"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $border_strong; border-radius: 3px; min-height: 28px; min-width: 28px; margin: 3px; }
QScrollBar::handle:hover { background: $text2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: $window; border: none; padding: 2px 6px; }
QMenuBar::item { background: transparent; padding: 4px 9px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; border: 1px solid $border_strong; padding: 5px; }
QMenu::item { padding: 5px 24px 5px 10px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }
QMenu[role="pictures"] { icon-size: 32px; }
QMenu::icon { padding-left: 8px; }

QWidget#header { background: $window; border-bottom: 1px solid $border; }
QStatusBar { background: $window; border-top: 1px solid $border; color: $text2; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $text2; font-size: 12px; padding: 0 6px; }
QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }
QGroupBox { border: none; margin-top: 20px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; color: $text2; }
""")


def style_sheet(tokens: Tokens) -> str:
    """The whole style sheet for one theme."""
    return _QSS.substitute(asdict(tokens))
