# Everything a newcomer needs: `make demo` sets up and shows the matrix, `make test` sets up and runs the tests.
PYTHON ?= python3
VENV ?= .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
READY := $(VENV)/.ready
SAMPLE := sample_data/family.csv

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow lint format eval bench rules golden docs pictures lock clean

help:  ## List what can be made
	@$(PYTHON) -c "import re; [print(f'{m[1]:12}{m[2]}') for l in open('Makefile', encoding='utf-8') if (m := re.match(r'([a-z-]+):.*?## (.*)', l))]"

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(PYTHON) -c "open('$(READY)', 'w').close()"

demo: $(READY)  ## Set up, and show the interplay matrix of the sample family
	$(BIN)/caseflags scan $(SAMPLE)

test: $(READY)  ## Set up, and run the tests
	$(BIN)/python -m pytest -n auto
	@echo "left out: browser, LibreOffice, shells, cluster and the simulated year; make test-slow runs them"

test-slow: $(READY)  ## Run what takes longer: browser, LibreOffice, shells, cluster, the simulated year
	$(BIN)/python -m pytest -m slow -rs

lint: $(READY)  ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)  ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: $(READY)  ## Score the rules against the annotated notes; fails below the floors
	$(BIN)/caseflags eval tests/gold/dev.jsonl --min tests/gold/floors.json

rules: $(READY)  ## Check the rule packs and run their examples
	$(BIN)/caseflags rules check
	$(BIN)/caseflags rules test

golden: $(READY)  ## Write the golden files anew; look at the difference before you commit it
	$(BIN)/python -m pytest --update-golden -k golden

docs: $(READY)  ## Write docs/cli.md from the help of the program
	$(BIN)/python docs/make_cli.py

pictures: $(READY)  ## Take the pictures of the README: the terminal, and the page where there is a Chromium
	$(BIN)/python docs/make_pictures.py

bench: $(READY)  ## Measure against the peers and write docs/performance.md (about an hour; what was stopped goes on)
	$(BIN)/python bench/run.py

lock:  ## Pin the dependencies of pyproject.toml in requirements.lock
	$(PYTHON) -m venv .lock-venv
	.lock-venv/bin/python -m pip install --quiet uv
	.lock-venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra dask --group dev --output-file requirements.lock pyproject.toml
	$(PYTHON) -c "import shutil; shutil.rmtree('.lock-venv')"

clean:  ## Remove what was made
	$(PYTHON) -c "import shutil; [shutil.rmtree(p, ignore_errors=True) for p in ('$(VENV)', '.pytest_cache', '.mypy_cache', '.ruff_cache', '.hypothesis', 'dist', '.bench')]"
