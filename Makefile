# Two commands for a fresh machine: `make run` and `make test`. The rest is for those who change the code.
PORT ?= 8000
ARGS ?=
BIN  := .venv/bin
COLLECTED := var/static/staticfiles.json
export PORT

# The first of these Pythons that is new enough; PYTHON=... names another.
first = $(shell for python in $(1); do "$$python" -c 'import sys; sys.exit(sys.hexversion < $(2))' 2>/dev/null && echo "$$python" && break; done)
PYTHON ?= $(call first,python3 python3.13 python3.12 python3.11,0x030b0000)
NEXT_PYTHON ?= $(call first,python3 python3.13 python3.12 python3.14 $(wildcard $(HOME)/.pyenv/versions/3.1[2-9].*/bin/python3),0x030c0000)

define prepare
@python='$(PYTHON)'; [ -n "$$python" ] || { echo 'Python 3.11 or newer is needed, and none was found.' >&2; exit 1; }; \
"$$python" deploy/bootstrap.py $(1)
endef

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

run: ## set everything up and serve the site on http://127.0.0.1:8000/ (PORT=8001 for another port)
	$(call prepare,--port '$(PORT)' runtime $(if $(filter postgres%,$(DATABASE_URL)),postgres))
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py setup_demo
	@[ -e $(COLLECTED) ] && [ -z "$$(find */static .venv/bootstrap.json -newer $(COLLECTED))" ] || \
		$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@echo 'Serving http://127.0.0.1:$(PORT)/ (Ctrl-C stops)'
	@exec $(BIN)/python deploy/serve.py $(PORT)

test: ## set everything up and run the tests (ARGS="-k events" for some)
	$(call prepare,dev)
	@$(BIN)/python -m pytest -n auto $(ARGS)

test-next: ## the same tests on the next Django; on this one where there is no Python for that
	@python='$(NEXT_PYTHON)'; \
	[ -n "$$python" ] || { echo 'The next Django needs Python 3.12 or newer, and none was found: testing on this one.'; exec $(MAKE) test; }; \
	"$$python" deploy/bootstrap.py --venv .venv-next next && .venv-next/bin/python -m pytest -n auto $(ARGS)

browser-test: ## what only a real browser can tell: validity, accessibility, weight (installs Chromium)
	$(call prepare,browser)
	@deploy/browser.sh
	@DATABASE_URL= $(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@DATABASE_URL= $(BIN)/python -m pytest -o 'norecursedirs=.* node_modules' tests/browser $(ARGS)

guide: ## the pictures of the README and docs/editing.md, taken anew (installs Chromium)
	$(call prepare,browser)
	@deploy/browser.sh
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@$(BIN)/python -m tests.browser.guide

bench: dev ## queries, time and weight of each kind of page, as a table
	@DATABASE_URL=sqlite://:memory: DEBUG= $(BIN)/python manage.py shell --no-imports \
		-c 'from tests.bench.pages import main; main()'

bench-desk: dev ## queries and time of every list and form of the desk, at 100,000 statements
	@$(BIN)/python -m tests.bench.desk $(ARGS)

bench-import: ## what an import costs beside loaddata, on both databases, and who waits meanwhile
	$(call prepare,dev)
	@.ci/with-postgres $(BIN)/python -m tests.bench.imports $(ARGS)

torture-import: ## imports killed at random moments and fed with damage (ARGS=--short for some of each)
	$(call prepare,dev)
	@.ci/with-postgres $(BIN)/python -m tests.bench.torture $(ARGS)

torture-desk: ## two editors who save one record at the same moment, 200 times, on both databases
	$(call prepare,dev)
	@.ci/with-postgres $(BIN)/python -m tests.bench.editors $(ARGS)

check: lint format-check templates-check layers types migrations-check test ## everything that CI checks, on SQLite

dev:
	$(call prepare,dev)

lint: dev ## ruff's rules
	$(BIN)/ruff check

format: dev ## write Python as ruff and templates as djade would
	$(BIN)/ruff check --fix-only --select I
	$(BIN)/ruff format
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

format-check: dev
	$(BIN)/ruff format --check

templates-check: dev
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +

layers: dev ## core <- people <- events <- the rest
	$(BIN)/lint-imports

types: ## mypy
	$(call prepare,dev types)
	$(BIN)/python -m mypy

migrations-check: dev
	$(BIN)/python manage.py makemigrations --check --dry-run

clean: ## remove what can be made again; the record under var/ stays
	rm -rf .venv .venv-next tests/browser/node_modules var/static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage

.DEFAULT_GOAL := help
.PHONY: help run test test-next browser-test guide bench bench-desk bench-import torture-import torture-desk check dev lint format format-check templates-check layers types migrations-check clean
