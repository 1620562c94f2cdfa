"""What the window shows and does, without widgets: tab state to Request, events to tab state."""
