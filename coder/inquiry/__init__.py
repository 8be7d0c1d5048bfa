"""One module a use case, on an open inquiry folder; the rooms below do the work."""
