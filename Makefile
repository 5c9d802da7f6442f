# make test   alles, zoals CI het doet        make snel   alleen het vlugge deel, voor dagelijks werk
# make bouw   de site, de stukken en de data  make stijl  zet de code in de vorm die `test` eist
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin

.PHONY: test snel stijl controle bouw schoon

test: $(VENV)/klaar
	tests/installeer.sh
	$(MAKE) controle
	$(BIN)/python -m pytest -n 2 --dist worksteal

snel: $(VENV)/klaar controle
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not langzaam and not browser"

controle: $(VENV)/klaar
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

stijl: $(VENV)/klaar
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bouw: $(VENV)/klaar
	$(BIN)/python build.py

$(VENV)/klaar: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	touch $@

schoon:
	rm -rf $(VENV) public intern .kapstok
