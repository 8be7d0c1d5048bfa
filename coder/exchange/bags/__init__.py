"""Bags: a folder of files with a list of their SHA-256, in one zip, as libraries and archives exchange them.

The format is BagIt 1.0 (https://www.rfc-editor.org/rfc/rfc8493): what is handed over lies in `data/`, what
describes it beside that, and each has its manifest.
"""
