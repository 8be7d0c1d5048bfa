"""The evidence coder: tag committee evidence, and show what was said about which theme."""

__version__ = "0.1.0"
