# Everything is run from here, on a machine that has make and Python 3.11 or newer with venv and pip.
#
#   make demo        judge a week of a made-up company's chat (or yours: EVENTS=, POLICY=, DIRECTORY=)
#   make test        the static checks, then every test but the long ones
#   make test-long   the long tests and the benchmarks
#   make check       the static checks alone; `make lint`, `types`, `layers` and `bench` are its like
#
# The first run makes .venv; PYTHON= names the interpreter to make it with.

.DEFAULT_GOAL := test
.NOTPARALLEL:
.PHONY: demo test test-long check lint types layers bench versions clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
CANDIDATES := $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11)
FIT := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))

$(READY): pyproject.toml
	@python=; for candidate in $(CANDIDATES); do \
		if "$$candidate" -c '$(FIT)' >/dev/null 2>&1; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11 or newer with its venv and pip is needed, and none of these is one: $(CANDIDATES)" >&2; \
		echo "Install one, or name yours: make PYTHON=/path/to/python3" >&2; \
		exit 2; \
	fi; \
	echo "Setting up $(VENV) with $$("$$python" --version); this is done once and may take a minute." >&2; \
	[ "$$($(BIN)/python --version 2>&1)" = "$$("$$python" --version)" ] && \
		$(BIN)/python -m pip --version >/dev/null 2>&1 || "$$python" -m venv --clear $(VENV)
	@$(BIN)/python -m pip --disable-pip-version-check install -qq --editable '.[test]'
	@touch $@

# One's own events come with one's own directory, or with none.
demo_company := $(VENV)/demo
demo_events := $(or $(EVENTS),$(demo_company)/archive.jsonl)
demo_policy := $(or $(POLICY),P06)
demo_directory := $(or $(DIRECTORY),$(if $(EVENTS),,$(demo_company)/directory.json))

# Exit code 1 says that violations were found, which is what a demonstration is for.
demo: $(READY)
	@$(if $(EVENTS),,$(BIN)/wechat-policy synthesize --out "$(demo_company)" --as archive --force \
		--people 80 --days 7 --messages 3000 >&2)
	@$(BIN)/wechat-policy judge "$(demo_events)" --policy "$(demo_policy)" \
		$(if $(demo_directory),--directory "$(demo_directory)") || [ $$? -eq 1 ]

test: check
	@$(BIN)/python -m pytest --numprocesses 2 --dist worksteal

test-long: $(READY)
	@$(BIN)/python -m pytest --numprocesses 2 --dist worksteal -m long --hypothesis-profile long \
		-o faulthandler_timeout=0
	@$(MAKE) --no-print-directory bench

check: lint types layers

lint: $(READY)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(READY)
	@$(BIN)/mypy --strict src examples/service

layers: $(READY)
	@$(BIN)/lint-imports

bench: $(READY)
	@set -e; for script in bench/*.py; do echo "$$script"; $(BIN)/python "$$script"; done

versions: $(READY)
	@$(BIN)/python --version
	@$(BIN)/python -m pip --version
	@$(BIN)/ruff --version
	@$(BIN)/mypy --version
	@$(BIN)/python -m pytest --version

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
