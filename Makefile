# Two commands: `make run` starts the chat, `make test` passes the tests. Each sets up what it
# needs in .venv from the lock files; on Debian and Ubuntu as root also what the system lacks.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080

.PHONY: run test check bench lock clean

run: $(VENV)/.run
	$(BIN)/python -m appliance serve --port $(PORT)

test: $(VENV)/.test
	packaging/system-packages chromium
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.run
	$(BIN)/python -m tests.bench $(ARGS)

# The lock files, made anew from pyproject.toml; `make lock ARGS=--upgrade` takes newer versions.
lock: $(VENV)/bin/python
	packaging/lock $(BIN) $(ARGS)

clean:
	rm -rf $(VENV) .venv-* dist build

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say which with PYTHON=python3.x")'
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || packaging/system-packages python3-venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python packaging/run.lock
	$(BIN)/python -m pip install --quiet --require-hashes --requirement packaging/run.lock
	touch $@

$(VENV)/.test: $(VENV)/.run packaging/test.lock
	$(BIN)/python -m pip install --quiet --require-hashes --requirement packaging/test.lock
	touch $@
