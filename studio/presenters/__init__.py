"""Tab state to Request and Events to tab state: QtCore, no widgets."""
