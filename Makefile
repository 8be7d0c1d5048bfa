# What developers run by name. `python -m tests` is the one command that must pass.
PYTHON ?= python3

check:
	$(PYTHON) -m tests

long:
	$(PYTHON) -m pytest -q -m long -n 2

benchmarks:
	$(PYTHON) -m benchmarks

.PHONY: check long benchmarks
