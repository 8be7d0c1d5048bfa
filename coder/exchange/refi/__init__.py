"""REFI-QDA, the exchange format of programs for qualitative analysis: projects and codebooks, out and in.

https://www.qdasoftware.org, version 1.0 of the schemas, 1.5 of the text.
"""
