# `make up` runs LiftLog, `make test` passes every test and check. They need make, and uv or python3 with venv.

UV_VERSION := 0.13.9
UV_FOUND := $(shell command -v uv 2>/dev/null)
UV := $(or $(UV_FOUND),.uv/bin/uv)
BIN := .venv/bin
SOURCES := $(shell find src -name '*.py' 2>/dev/null)
BROWSER_PACKAGES := chromium fonts-dejavu-core
NODE_PACKAGES := nodejs npm
NPM_BIN := node_modules/.bin

# The environment is the project's own, whatever else is set; Python is the system's.
unexport VIRTUAL_ENV
export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON_PREFERENCE := system
export UV_PROJECT_ENVIRONMENT := .venv
# Compiled once here, so that no start has to do it again.
export UV_COMPILE_BYTECODE := 1
# A network with its own certificate authority is known to the system's store, where there is one.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS ?= 1
endif

.DEFAULT_GOAL := help
.PHONY: help up test check format-check lint types contracts templates js tests fmt openapi rules vectors revision js-types browser node bench budget chaos backup-proof sync-fuzz mutants walks containers clean

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1: /p' Makefile

up: .venv/.compiled ## run LiftLog until Ctrl-C
	@exec $(BIN)/liftlog up

test: check tests ## pass all checks and tests

check: format-check lint types contracts templates js ## pass all checks; of the tests only those of the JavaScript

format-check: .venv/.dev
	$(BIN)/ruff format --check

lint: .venv/.dev
	$(BIN)/ruff check

types: .venv/.dev
	$(BIN)/mypy

contracts: .venv/.dev
	$(BIN)/lint-imports

templates: .venv/.dev
	$(BIN)/djlint --lint --quiet src/liftlog

js: node_modules/.dev .venv/.dev ## format, lint, types and tests of the JavaScript
	$(NPM_BIN)/biome check --error-on-warnings
	$(NPM_BIN)/tsc
	$(NPM_BIN)/tsc -p types/worker
	node --test tests/js/*.test.js
	$(BIN)/pytest -q tests/repo/test_javascript.py tests/contract/test_rules.py tests/contract/test_vectors.py

# What holds how long processes take has the machine to itself.
tests: .venv/.dev .venv/.compiled browser node_modules/.dev
	$(BIN)/pytest -n 2 --dist loadfile -m "not browser and not processes"
	$(BIN)/pytest -n 2 --dist loadfile -m "(browser or processes) and not alone and not budget"
	$(BIN)/pytest -m alone

fmt: .venv/.dev node_modules/.dev ## put the code into its form
	$(BIN)/ruff check --fix --exit-zero --quiet
	$(BIN)/ruff format
	$(NPM_BIN)/biome check --write --log-level=error || true

openapi: .venv/.dev ## rewrite the committed OpenAPI documents of both services
	@mkdir -p openapi
	$(BIN)/liftlog openapi core > openapi/core-v1.json
	$(BIN)/liftlog openapi stats > openapi/stats-v1.json

rules: .venv/.dev ## rewrite the rules that the phone shares with the server
	$(BIN)/python -m tools.rules

vectors: .venv/.dev ## rewrite the examples that hold phone and server to the same rules
	$(BIN)/python -m tools.vectors

revision: .venv/.dev ## rewrite the newest migration that the services need
	$(BIN)/python -m tools.schema_revision

js-types: node_modules/.dev ## rewrite the types that the JavaScript has from the OpenAPI document
	node tools/js/contract_types.js

sync-fuzz: .venv/.dev ## let two devices and a bad network try to lose a set, for minutes
	LIFTLOG_SYNC_EXAMPLES=500 LIFTLOG_SYNC_STEPS=50 $(BIN)/pytest -q tests/core/test_sync_machine.py

walks: .venv/.dev node_modules/.dev ## try thousands of made-up inputs where `make test` tries dozens, and print counts (minutes)
	LIFTLOG_WALK_EXAMPLES=2000 $(BIN)/pytest -q tests/cli/test_any_input.py
	LIFTLOG_WALK_ZONES=all $(BIN)/pytest -q -s tests/core/test_every_clock_change.py
	LIFTLOG_FORM_EXAMPLES=500 $(BIN)/pytest -q tests/core/test_untouched_forms.py tests/core/test_every_form.py
	LIFTLOG_PHONE_EXAMPLES=200000 node --test tests/js/untouched.test.js

bench: .venv/.dev ## measure LiftLog beside pgbench, and how it grows from 1 to 20 years (minutes)
	@command -v wrk >/dev/null || { echo "It needs wrk: sudo apt-get install wrk" >&2; exit 1; }
	$(BIN)/python -m tools.bench $(BENCH)

budget: .venv/.dev .venv/.compiled browser ## time taps and offline starts of the logging screen at a quarter of the processor's speed
	$(BIN)/pytest -s -m budget

backup-proof: .venv/.dev ## back up, prove and restore a database of 100,000 sets, and print how long it takes
	$(BIN)/python -m tools.bench.backup_proof $(PROOF)

containers: .venv/.dev ## build the images and try the Compose file on a Docker engine of its own (minutes, root)
	$(BIN)/python -m tools.containers $(CONTAINERS)

chaos: .venv/.dev .venv/.compiled ## kill, freeze, slow and cut off each part under load; no set may be lost (minutes)
	$(BIN)/python -m tools.chaos $(CHAOS)

mutants: .venv/.dev ## change the domain and the imports at random, and count what tests notice (minutes)
	$(BIN)/python -m tools.mutants $(MUTANTS)

browser:
	@command -v chromium >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive \
			apt-get install -q -y --no-install-recommends $(BROWSER_PACKAGES); \
	else \
		echo "The browser tests need Chromium: sudo apt-get install $(BROWSER_PACKAGES)" >&2; exit 1; \
	fi

# For tools and tests only: nothing of it is part of LiftLog.
node:
	@command -v node >/dev/null && command -v npm >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive \
			apt-get install -q -y --no-install-recommends $(NODE_PACKAGES); \
	else \
		echo "The checks of the JavaScript need Node 18 or newer: sudo apt-get install $(NODE_PACKAGES)" >&2; exit 1; \
	fi

clean: ## remove what was made here; data folders are elsewhere and stay
	rm -rf .venv .uv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/.runtime: pyproject.toml uv.lock $(if $(UV_FOUND),,.uv/bin/uv)
	@# What the tests need stays when it is there.
	$(UV) sync --quiet --locked --no-dev --inexact
	@touch $@

.venv/.dev: pyproject.toml uv.lock $(if $(UV_FOUND),,.uv/bin/uv)
	$(UV) sync --quiet --locked --all-groups --all-extras
	@touch $@ .venv/.runtime

node_modules/.dev: package.json package-lock.json | node
	npm ci --silent --no-audit --no-fund
	@touch $@

.venv/.compiled: .venv/.runtime $(SOURCES)
	@$(BIN)/python -m compileall -q src/liftlog
	@touch $@

.uv/bin/uv:
	@command -v python3 >/dev/null || { \
		echo "Python is missing: apt-get install python3 python3-venv" >&2; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "python3 is older than 3.11: install uv and a newer Python, or use a newer system." >&2; exit 1; }
	@python3 -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "python3 can't make environments: apt-get install python3-venv" >&2; exit 1; }
	python3 -m venv .uv
	.uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
