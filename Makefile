# `make demo` and `make test` need nothing but Python 3.11 to 3.13 and make; both set up .venv themselves.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-training lock clean

demo: .venv/user
	@rm -f demo.db demo.db-wal demo.db-shm
	$(BIN)/onrecord run examples/dispatches.jsonl examples/pages -o demo.db
	$(BIN)/onrecord show demo.db --code MOBILIZE --limit 8
	$(BIN)/onrecord disputes demo.db --limit 1

test: .venv/dev
	$(BIN)/ruff check src tests bench training
	$(BIN)/ruff format --check src tests bench training
	$(BIN)/mypy
	$(BIN)/python -m pytest

# What made the reader model still runs: torch and the base encoder are wanted for this alone.
test-training: .venv/training
	$(BIN)/python -m pytest -q tests/training

# The lock files name every package with its hashes and no registry; run this after a change to pyproject.toml.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra parquet --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv demo.db

.venv/user: pyproject.toml requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/dev: .venv/user requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv/training: .venv/dev training/requirements.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -r training/requirements.txt
	@touch $@
