"""The terminal screens. They call `inquiry`; widgets get bound values and post messages, and never fetch."""
