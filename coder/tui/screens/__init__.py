"""One module a screen; the small ones are modal and give a typed result."""
