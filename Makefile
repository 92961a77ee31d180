# Everything here works on a fresh clone: each target first installs what it lacks.

PORT ?= 8000
PYTEST_ARGS ?= -n 2
PYTHON := .venv/bin/python
# Where this is set, each of the tests' hundred processes would compile a thousand modules anew.
unexport PYTHONDONTWRITEBYTECODE

# The variables that README.md names, for the checks of a production set-up.
PRODUCTION := env -u REFURB_DEBUG -u DATABASE_URL \
	REFURB_SECRET_KEY=not-secret-only-for-checks-0123456789-abcdefghijklmnopq \
	REFURB_FINGERPRINT_KEYS=checks:not-secret-only-for-checks-0123456789-abcdefghijklmnopq \
	REFURB_ALLOWED_HOSTS=refurb.example.org \
	REFURB_PUBLIC_URL=https://refurb.example.org \
	REFURB_EMAIL_URL=smtp://mail.example.org

.PHONY: help setup run test bench fuzz guides fix lint lock messages
.PHONY: lint-format lint-code lint-types lint-imports lint-templates lint-django

help:
	@echo "make run      serve Refurb with the demo on http://127.0.0.1:$(PORT) (PORT=… for another;"
	@echo "              RELOAD=1 restarts it when a file changes)"
	@echo "make test     all tests: SQLite with a browser, then PostgreSQL"
	@echo "make lint     formatting, code, types, import law, templates, Django's own checks"
	@echo "make bench    the budgets beside what is measured"
	@echo "make fuzz     every parser of reports, steered by coverage (FUZZ_ARGS=\"300 lshw\")"
	@echo "make guides   take the pictures of docs/guides anew"
	@echo "make fix      format, and correct what can be corrected by itself"
	@echo "make setup    only install what the others need"
	@echo "make lock     write the lock files anew after a change of packages (UPGRADE=1: newer ones)"

setup:
	@tools/setup.sh

run: setup messages
	@PORT=$(PORT) RELOAD=$(RELOAD) exec $(PYTHON) -m tools.serve

messages: setup
	@$(PYTHON) -m tools.compile_messages

# On SQLite each worker would spend most of a minute on migrations, so its tables are made from the
# models, which the lint holds against them; PostgreSQL's tests, the browser's site and the demo migrate.
test: setup
	@$(PYTHON) -m tools.chromium
	env -u DATABASE_URL $(PYTHON) -m pytest $(PYTEST_ARGS) --no-migrations -m "not postgres"
	$(PYTHON) -m tools.with_pg $(PYTHON) -m pytest $(PYTEST_ARGS) -m "not browser and not sqlite"

bench: setup
	$(PYTHON) -m tests.bench.run

fuzz: setup
	@test -d .tools/fuzz || .tools/uv/bin/uv pip install --quiet --target .tools/fuzz \
		--require-hashes --only-binary :all: --requirement requirements-fuzz.lock
	PYTHONPATH=.tools/fuzz $(PYTHON) -m tests.fuzz.run $(FUZZ_ARGS)

guides: setup
	@$(PYTHON) -m tools.chromium
	MAKE_GUIDES=fr $(PYTHON) -m pytest tests/journeys/test_days.py
	MAKE_GUIDES=nl $(PYTHON) -m pytest tests/journeys/test_days.py

fix: setup
	$(PYTHON) -m ruff check --fix --quiet . || true
	$(PYTHON) -m ruff format --quiet .
	git ls-files 'templates/*.html' | xargs -r .venv/bin/djade --target-version 6.1 || true

# Types take as long as all the others together: side by side, each one's words kept together.
lint: setup
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint-types \
		lint-format lint-code lint-imports lint-templates lint-django

lint-format: setup
	$(PYTHON) -m ruff format --check .

lint-code: setup
	$(PYTHON) -m ruff check .

lint-types: setup
	$(PYTHON) -m mypy

lint-imports: setup
	.venv/bin/lint-imports

lint-templates: setup
	.venv/bin/djlint --lint --quiet templates
	git ls-files 'templates/*.html' | xargs -r .venv/bin/djade --check --target-version 6.1

lint-django: setup
	$(PRODUCTION) $(PYTHON) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING

lock: setup
	$(PYTHON) -m tools.lock $(if $(UPGRADE),--upgrade)
