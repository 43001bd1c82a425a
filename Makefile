# What a person types here. `make demo` and `make test` need Python 3.11 or newer, make and git, and set up the rest.
#
#   make demo     set up, read the sample, show the picture on 127.0.0.1
#   make test     set up, run the tests
#   make check    format, lint, types, import rules, tests, quality floors: before every push
#   make lint     all of check but the tests and floors
#   make floors   measure against the floors in docs/quality.md (needs the corpora beside the checkout)
#   make golden   rewrite the golden pairs of the tests; then review the diff
#   make words    bring the page's catalogues up to date; make words LANGUAGE=de begins one
#   make train    train the models anew from our own examples (downloads torch)
#   make lock     resolve the dependencies anew and write the hashed locks
#   make clean    remove what the others made here

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEMO   := $(VENV)/demo.db
JOBS   ?= 2
export OMP_NUM_THREADS ?= 1
# libraries that would phone home are told not to
export DO_NOT_TRACK := 1

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev gazetteer demo sample test lint check floors golden words train lock clean

help:
	@sed -n 's/^#   //p' Makefile

setup: $(VENV)/.ready
setup-dev: $(VENV)/.ready-dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Dateline needs Python 3.11 or newer; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python's venv is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(BIN)/uv: requirements/bootstrap.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock
	@touch $@

$(VENV)/.ready: requirements.lock pyproject.toml $(BIN)/uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-dev: requirements/dev.lock $(VENV)/.ready
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.lock
	@touch $@

# Built from packages that the lock pins, into the user's cache; half a minute, once.
gazetteer: setup
	@$(BIN)/python -c 'from dateline.engine.gazetteer import open_gazetteer; open_gazetteer()'

sample: setup gazetteer
	$(BIN)/dateline run sample/ --store $(DEMO)

demo: sample
	$(BIN)/dateline serve --store $(DEMO)

test: setup-dev gazetteer
	$(BIN)/python -m pytest -n $(JOBS)

lint: setup-dev
	$(BIN)/ruff format --check src tests || { echo "Mend it: $(BIN)/ruff format src tests"; exit 1; }
	$(BIN)/ruff check src tests || { echo "Mend it: $(BIN)/ruff check --fix src tests"; exit 1; }
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test floors

floors: setup-dev gazetteer
	$(BIN)/python -m dateline.evaluation.floors

golden: setup-dev gazetteer
	DATELINE_GOLDEN=write $(BIN)/python -m pytest -n $(JOBS) -k golden
	git diff --stat

words: setup-dev
	$(BIN)/python tools/words.py $(LANGUAGE)

train: setup-dev
	$(BIN)/uv pip install --python $(BIN)/python --require-hashes -r requirements/train.lock
	$(BIN)/python training/train.py

COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --custom-compile-command "make lock"
lock: $(BIN)/uv
	$(COMPILE) $(UPGRADE) requirements/bootstrap.in -o requirements/bootstrap.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --group build -c requirements/constraints.in -o requirements.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --group build --group dev -c requirements.lock -o requirements/dev.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --group build --group train -c requirements.lock -o requirements/train.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
