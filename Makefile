# Two commands do the work: `make run` and `make test`. Both make .venv first where it is missing.
PYTHON ?= python3
BIN := .venv/bin
# One more than there are cores, as many tests wait for servers on loopback; no more than five, as each holds a house.
WORKERS = $(shell $(PYTHON) -c 'import os; print(min(os.cpu_count() or 1, 4) + 1)')
LOCK = $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header

.DEFAULT_GOAL := help
.PHONY: help setup run test coverage check format bench soak lock catalogue clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: .venv/.ready ## make .venv: locked dependencies and the `vigie` command

run: .venv/.ready ## start everything that is configured; with no .env, the desk alone
	@$(BIN)/vigie run

test: .venv/.ready-dev ## run the tests
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

coverage: .venv/.ready-dev ## run the tests and show which lines and branches they reach; takes nearly twice as long
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --cov --cov-report=term:skip-covered

check: .venv/.ready-dev ## lint, types, contracts between the layers, catalogues
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m tests.catalogues

format: .venv/.ready-dev ## put the code in its usual shape
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: .venv/.ready-dev ## measure, as ratios against a named floor
	@$(BIN)/python -m bench

soak: .venv/.ready-dev ## the long campaigns that `make test` runs in a short form
	@VIGIE_SOAK=1 $(BIN)/python -m pytest -m "not browser" tests

catalogue: .venv/.ready-dev ## gather the sentences of the code into bot/locale
	@$(BIN)/pybabel -q extract --no-location --sort-output -F pyproject.toml -k N_ -k say -k count:1,2 -o bot/locale/vigie.pot bot handlers
	@$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete -D vigie -i bot/locale/vigie.pot -d bot/locale -l fr

lock: .venv/.ready-dev ## renew the two lock files
	@$(LOCK) --strip-extras --upgrade -o requirements.lock pyproject.toml --build-deps-for editable
	@$(LOCK) --no-strip-extras --upgrade --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean: ## throw .venv and the caches away; never touches data/
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Vigie needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.ready: requirements.lock pyproject.toml bot/locale/fr/LC_MESSAGES/vigie.po | .venv/bin/python
	@echo "Installing what Vigie needs into .venv…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@$(BIN)/pybabel --quiet compile -D vigie -d bot/locale
	@touch $@

.venv/.ready-dev: requirements-dev.lock .venv/.ready
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@
