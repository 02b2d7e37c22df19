# convention: the three commands a fresh machine needs (Python 3.11 or later, make).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-pythons fuzz lint reference gallery docs constraints wheel zipapp portable bench clean

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

## test-pythons: the suite on each Python from 3.11 on that this machine has (ARGS="tests/test_cli.py" for a part of it)
test-pythons:
	$(PYTHON) tools/test_pythons.py $(ARGS)

## fuzz: hostile specs, clauses, acts and caches, for some time (SECONDS=600, ARGS="docx --keep-going"); failures are kept
SECONDS ?= 60
fuzz: $(VENV)/.dev
	PYTHONPATH=src:tests $(BIN)/python -m fuzz --seconds $(SECONDS) $(ARGS)

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

## constraints: pin what a clean environment installs, in constraints.txt
constraints:
	$(PYTHON) tools/build_constraints.py

## wheel: the package to install elsewhere, in dist/
wheel: $(VENV)/.base
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

## zipapp: one file that holds all but Python itself, in dist/ (for this system and this version of Python)
zipapp: $(VENV)/.dev
	mkdir -p dist
	$(BIN)/shiv --quiet --reproducible --console-script convention --output-file dist/convention.pyz --constraint constraints.txt .

## portable: one folder that holds Python too, as an archive in dist/ (for this system; see tools/build_portable.py)
portable:
	$(PYTHON) tools/build_portable.py

## bench: measure batches and single acts against docxtpl, RenderCV, pandoc and the floor (20 minutes)
bench: $(VENV)/.base
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) build dist
