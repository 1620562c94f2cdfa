"""The words of the studio as plain data: no Qt, no torch, no files of the user."""
