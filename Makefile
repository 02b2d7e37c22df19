# convention: the three commands a fresh machine needs (Python 3.11 or later, make).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint reference gallery docs bench clean

$(VENV)/.base: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

## demo: render the first reference convention
demo: $(VENV)/.base
	$(BIN)/convention render specs/domifa.yaml

## test: the whole test suite
test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto

## lint: style, types, layers
lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

## reference: rebuild templates/reference.docx from its script
reference: $(VENV)/.dev
	$(BIN)/python tools/build_reference.py

## gallery: draw the pages of the acts, for a person to look at
gallery: $(VENV)/.dev
	$(BIN)/python tools/gallery.py

## docs: rebuild the pages that follow from the code
docs: $(VENV)/.dev
	$(BIN)/python tools/build_docs.py

## bench: measure batches and single acts against docxtpl, RenderCV, pandoc and the floor (20 minutes)
bench: $(VENV)/.base
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) build dist
