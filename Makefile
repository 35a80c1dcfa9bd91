# make run   set up .venv and open the program on the illustrative demo
# make test  set up .venv and run every test
# make soak  the long tests and all drawn cases, full counts and every timing; alone on the machine
# make bench what a start, a key and a comparison cost, as ratios to bare Textual
# make check the linters and the type checker
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What was compiled is kept, whatever the environment says: tests start the program often.
TESTS := PYTHONDONTWRITEBYTECODE= $(BIN)/pytest

.PHONY: run test soak check bench clean

run: $(VENV)/.ready
	$(BIN)/commongrid demo

test: $(VENV)/.ready
	$(TESTS) -n auto --dist worksteal

soak: $(VENV)/.ready
	$(TESTS) -m 'soak or needs or hypothesis' --hypothesis-profile=soak

bench: $(VENV)/.ready
	PYTHONDONTWRITEBYTECODE= $(BIN)/python benchmarks/terminal_costs.py
	PYTHONDONTWRITEBYTECODE= $(BIN)/python benchmarks/compare.py

check: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("commongrid needs Python 3.11 or newer; set PYTHON=/path/to/it" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV)
