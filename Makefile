# make run    serve the lab              make gpu      the tests that need a GPU
# make test   the tests                  make bundles  compute the shipped first paints anew
# make lint   ruff
# Each sets up what it needs in .venv and is quick the second time.

PYTHON ?= python3
PORT ?= 8501
ARGS ?=
TORCH ?=

PY := .venv/bin/python
CPU_WHEELS := https://download.pytorch.org/whl/cpu
PIP := $(PY) -m pip install --disable-pip-version-check $(if $(filter cpu,$(TORCH)),--extra-index-url $(CPU_WHEELS))
# Streamlit neither asks for an address to write to nor asks the net for its own.
QUIETLY := --server.showEmailPrompt false --browser.serverAddress localhost
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")

.PHONY: run test gpu bundles lint clean
.DELETE_ON_ERROR:

run: .venv/run.stamp
	$(PY) -m streamlit run app.py --server.port $(PORT) $(QUIETLY)

test: .venv/test.stamp
	$(PY) tests/browser/chromium.py
ifeq ($(ARGS),)
	OMP_NUM_THREADS=1 $(PY) -m pytest -n 2 --dist worksteal --ignore tests/browser
	$(PY) -m pytest -raR --reruns 2 --rerun-show-tracebacks tests/browser
else
	$(PY) -m pytest $(ARGS)
endif

gpu: .venv/test.stamp
	$(PY) -m pytest -m gpu $(ARGS)

bundles: .venv/run.stamp
	$(PY) -m view.bundle $(ARGS)

lint: .venv/test.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis test-results

.venv/run.stamp: requirements.txt
	@$(PYTHON) -c '$(NEW_ENOUGH)'
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.txt
	@touch $@

.venv/test.stamp: requirements-dev.txt requirements-matrix.txt requirements-cluster.txt .venv/run.stamp
	$(PIP) -r requirements-dev.txt
	$(PIP) --no-deps -r requirements-matrix.txt
	-$(PIP) -r requirements-cluster.txt
	@touch $@
