# One door for newcomers: `make book` builds the study, `make test` checks it.
# All that is needed beforehand is Python 3.11, 3.12 or 3.13; uv is used where
# it is on the PATH and installed into .venv where it is not. Every path is
# relative, so the folder may have any name.

PYTHON ?= python3
EXAMPLES ?= 1000
export UV_PROJECT_ENVIRONMENT := .venv

# Under LC_ALL=C, Python 3.11 cannot start in a folder with a Chinese name.
ifneq (,$(filter C POSIX,$(LC_ALL)))
export LC_ALL := C.UTF-8
endif

FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
SYNC := sync --frozen --inexact

.DEFAULT_GOAL := help
.PHONY: help setup book test browser lab check fuzz bench clean-build

help: ## say what can be made
	@echo "make book         build the study: HTML, PDF and DOCX under build/6-book/"
	@echo "make test         run every check: style, types, tests"
	@echo "make browser      use the explorer in a real browser, where chromium is installed"
	@echo "make check        say everything that is wrong with the corpus and its coding"
	@echo "make fuzz         try the importers on EXAMPLES=$(EXAMPLES) damaged files a test"
	@echo "make bench        measure words beside other libraries, intake, and minimisation"
	@echo "make lab          open the notebooks in JupyterLab"
	@echo "make setup        install what the others need into .venv (they do it themselves)"
	@echo "make clean-build  remove build/, which is made anew from the corpus"

setup: .venv/.synced

book: setup
	.venv/bin/workbench build --strict

test: setup
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/pytest

check: setup
	.venv/bin/workbench check

browser: setup
	WORKBENCH_BROWSER=1 .venv/bin/pytest -n0 tests/browser

fuzz: setup
	WORKBENCH_FUZZ=$(EXAMPLES) .venv/bin/pytest tests/fuzz

bench: setup
	.venv/bin/python -m benchmarks
	.venv/bin/python benchmarks/intake.py
	.venv/bin/python benchmarks/qca.py

lab: setup
	.venv/bin/jupyter-lab notebooks

clean-build:
	rm -rf build

# A .venv of an unfit Python, or one left half-made, is made anew.
.venv/.synced: uv.lock pyproject.toml
	@if uv --version >/dev/null 2>&1; then \
	    uv $(SYNC); \
	else \
	    if ! { .venv/bin/python -c '$(FITS)' && .venv/bin/python -m pip --version; } \
	            >/dev/null 2>&1; then \
	        found=; \
	        for python in "$(PYTHON)" python3.13 python3.12 python3.11; do \
	            if "$$python" -c '$(FITS)' >/dev/null 2>&1; then found=$$python; break; fi; \
	        done; \
	        if [ -z "$$found" ]; then \
	            have=$$("$(PYTHON)" --version 2>/dev/null) || have=missing; \
	            echo "no Python 3.11, 3.12 or 3.13 found ($(PYTHON): $$have); install" \
	                "one, or name it: make setup PYTHON=/path/to/python3.12" >&2; \
	            exit 1; \
	        fi; \
	        echo "making .venv with $$("$$found" --version)"; \
	        "$$found" -m venv --clear .venv; \
	    fi && \
	    .venv/bin/python -m pip install --quiet --disable-pip-version-check uv && \
	    .venv/bin/python -m uv $(SYNC); \
	fi
	@touch .venv/.synced
