# Heard. `make` alone says what there is to do. Needs Python 3.11 to 3.13 and a network to PyPI the first time.
.DEFAULT_GOAL := help
.PHONY: help run test test-postgres check bench clean
.NOTPARALLEL:

PORT ?= 8000
WORKERS ?= 3
ARGS ?=
VENV_PYTHON := .venv/bin/python
# The environment is made again when, and only when, what is locked has changed.
LOCKED := $(shell cat uv.lock pyproject.toml | cksum | tr ' ' '-')
FOR_RUN := .venv/.stamp-run-$(LOCKED)
FOR_DEV := .venv/.stamp-dev-$(LOCKED)
export PYTHON
ifneq ($(PORT),8000)
export PUBLIC_URL ?= http://127.0.0.1:$(PORT)
endif

help: ## Say what there is to do
	@echo "Heard: people tell what happened to them on mental-health wards, on their own terms."
	@echo
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-22s%s\n", $$1, $$2 }'
	@echo
	@echo "  PORT=8001       serve there          (make run)"
	@echo "  WORKERS=4       side by side         (make test)"
	@echo "  ARGS='-k vault' passed to pytest     (make test)"

run: $(FOR_RUN) ## Set up what is missing and serve on http://127.0.0.1:8000 until Ctrl-C
	@exec $(VENV_PYTHON) manage.py prepare --serve --port $(PORT)

test: $(FOR_DEV) ## Run every test that this machine can, and list what is left out
	@echo "Browser: $$($(VENV_PYTHON) scripts/browser.py)"
	@$(VENV_PYTHON) scripts/suite.py sqlite postgres-only -- -n $(WORKERS) $(ARGS)

test-postgres: $(FOR_DEV) ## Run the whole suite on PostgreSQL (from a package; nothing to install)
	@$(VENV_PYTHON) scripts/suite.py postgres -- -n $(WORKERS) $(ARGS)

check: $(FOR_DEV) ## Lint, types, import rules, templates, migrations, settings
	@$(VENV_PYTHON) scripts/check.py

bench: $(FOR_DEV) ## Measure against what we stand on; write var/bench.json and docs/bench.md
	@$(VENV_PYTHON) -m bench $(ARGS)

clean: ## Remove the environment and caches (never var/: people's words are in it)
	rm -rf .venv .venv-torch .mypy_cache .ruff_cache .import_linter_cache .hypothesis var/test-template

$(FOR_RUN):
	@sh scripts/environment.sh run
	@rm -f .venv/.stamp-run-*
	@touch $@

$(FOR_DEV):
	@sh scripts/environment.sh dev
	@rm -f .venv/.stamp-*
	@touch .venv/.stamp-run-$(LOCKED) $@
