# Needs Python 3.11 or newer, pip, git and make. `make sdk` and `make test` set up what they need in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help sdk test lint types corpus fuzz bench bench-bundle update-golden clean

help:  ## List what can be made.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Set up once for each version of pyproject.toml. The generator alone needs a few seconds, the tools for tests more.
$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "specloom needs Python 3.11 or newer, this is " + sys.version)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "setting up $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	@echo "setting up the tools for tests ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

sdk: $(VENV)/.ready  ## Regenerate generated/ from spec/.
	@$(BIN)/specloom generate --config spec/specloom.toml

test: $(VENV)/.ready-dev lint types  ## Lint, check types, run the tests.
	@$(BIN)/python -m pytest $(PYTEST)

lint: $(VENV)/.ready-dev  ## ruff, and black on our own code.
	@$(BIN)/ruff check --quiet .
	@$(BIN)/black --check --quiet generator templates tests

types: $(VENV)/.ready-dev  ## mypy and pyright, both strict.
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/pyright --pythonpath $(BIN)/python --warnings

corpus: $(VENV)/.ready-dev  ## Run every document of a corpus (SPECLOOM_CORPUS, default ../shared/specs), write a table. ONLY= CHECKS= JOBS= PACK= AGAIN= SAMPLE=
	@PYTHONPATH=. $(BIN)/python -m tests.corpus $(ONLY) $(if $(CHECKS),--checks $(CHECKS)) $(if $(JOBS),--jobs $(JOBS)) \
		$(if $(PACK),--pack $(PACK)) $(if $(AGAIN),--again $(AGAIN)) $(if $(SAMPLE),--sample $(SAMPLE))

fuzz: $(VENV)/.ready-dev  ## Put hostile texts into documents of a corpus, prove that they stay texts. ONLY= PACK= SEEDS=0:1 SECONDS= LARGEST=
	@PYTHONPATH=. $(BIN)/python -m tests.hostile.fuzz $(ONLY) $(if $(PACK),--pack $(PACK)) $(if $(SEEDS),--seeds $(SEEDS)) \
		$(if $(SECONDS),--seconds $(SECONDS)) $(if $(LARGEST),--largest $(LARGEST))

bench: $(VENV)/.ready-dev  ## Measure the generator and the SDK.
	@$(BIN)/python -m tests.benchmarks.bench_generate
	@$(BIN)/python -m tests.benchmarks.bench_stages
	@$(BIN)/python -m tests.benchmarks.bench_sdk

bench-bundle: $(VENV)/.ready-dev  ## Measure what a call in TypeScript adds to a bundle, beside other generators (needs Node and npm).
	@$(BIN)/python -m tests.benchmarks.bench_bundle

update-golden: $(VENV)/.ready-dev  ## Rewrite expected output, and list what changed.
	@$(BIN)/python -m pytest tests --update-golden -q

clean:  ## Remove what was set up and cached.
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache build dist
