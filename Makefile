# The checkout's commands. `make` alone lists them.
PYTHON := .venv/bin/python
PACKAGES := frontend/node_modules/.package-lock.json
BENCH ?=  # names of benchmarks, or --quick for trying

SCANNER_VERSIONS := semgrep==1.185.0 bandit==1.9.4 sqlmap==1.10.10 wapiti3==3.2.3
SCANNERS := semgrep bandit sqlmap wapiti

.PHONY: help setup run test pages browser screenshots postgres faults soak attack scan check format bench docs lock clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: .venv/.dev ## make the environment with everything for development

.venv/.dev: requirements-dev.lock pyproject.toml
	./start_backend.sh setup --dev

run: ## set up if need be and start the system
	./start_backend.sh

test: setup ## all tests that need no browser and no installed server
	$(PYTHON) -m pytest -q -n 2 --dist loadfile --ignore tests/faults --ignore tests/browser tests

browser: setup pages ## whole days at the pages, in a real Chromium against the real nodes
	$(PYTHON) -m pytest -q -n 0 --durations 5 tests/browser

screenshots: setup pages ## take the pictures of the pages anew
	$(PYTHON) -m tests.browser.screenshots

pages:
	./start_backend.sh pages
	@test -z "$$(find frontend/src -newer frontend/dist/.built -name '*.vue')" || \
	  { echo 'The pages are older than their sources.' >&2; exit 1; }

postgres: setup ## the tests of the nodes once more, on a PostgreSQL server of their own
	TEST_DATABASE=postgresql $(PYTHON) -m pytest -q -n 2 --dist loadfile tests/nodes \
	  $$(grep -lE 'import Database|postgres' tests/common/test_*.py)

faults: setup ## kill, freeze and rob real processes under load
	$(PYTHON) -m pytest -q -n 2 --dist loadfile tests/faults

attack: .venv/attack/.made ## ask every route of every node with odd requests, some minutes
	PYTHONPATH=. .venv/attack/bin/python -m tests.attacks.fuzz

scan: $(SCANNERS:%=.venv/scan/%/.made) ## known attack tools and reviewers against all of it, ten minutes
	$(PYTHON) -m tests.attacks.scan

.venv/scan/%/.made: .venv/.dev  # each of its own: they do not agree on what they need
	$(PYTHON) -m venv .venv/scan/$*
	.venv/scan/$*/bin/pip install -q $(filter $*%,$(SCANNER_VERSIONS))
	@touch $@

.venv/attack/.made: .venv/.dev
	$(PYTHON) -m venv .venv/attack
	.venv/attack/bin/pip install -q schemathesis==4.32.5
	$(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
	  > "$$(.venv/attack/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/checkout.pth"
	@touch $@

$(PACKAGES): frontend/package-lock.json
	npm --prefix frontend ci --include=dev --prefer-offline
	@touch $@

soak: setup ## ten minutes of rushes while processes are killed, ended and frozen at random
	$(PYTHON) -m tests.faults.soak

check: setup $(PACKAGES) ## format, lint, types, import rules, dead code, unused dependencies, pages
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/vulture
	.venv/bin/deptry .
	npm --prefix frontend run -s check

format: setup $(PACKAGES) ## bring the code into form
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	npm --prefix frontend run -s format

bench: setup ## measure all that the docs quote, a quarter of an hour, into docs/performance.md
	$(PYTHON) -m benchmarks $(BENCH)

docs: setup ## write the generated pages of the documents anew
	$(PYTHON) -m tests.docs.refusals_page > docs/refusals.md
	$(PYTHON) -m tests.docs.rules_page > docs/rules.md
	$(PYTHON) -m tests.docs.schemas
	$(PYTHON) -m tests.docs.generated
	$(PYTHON) -m benchmarks.capacity --page > docs/capacity.md

lock: setup ## resolve the dependencies anew
	.venv/bin/pip install -q uv
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -q pyproject.toml --group build -o requirements.lock
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -q pyproject.toml --group build --group dev \
	  -o requirements-dev.lock

clean: ## remove what can be made again; data stays
	rm -rf frontend/node_modules frontend/dist .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
