# The verbs of the course. Each installs what it needs into .venv first, once.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/installed
BOOK := _build/html/index.html
BUILD := $(BIN)/jupyter-book build . -W -n --keep-going --quiet
BOOK_SOURCES := _config.yml _toc.yml references.bib $(wildcard tools/book_*.py templates/* templates/*/* *.md appendices/*.md chapters/*.ipynb chapters/images/* site/* site/networks/* lib/demos/*)

.PHONY: help book pdf serve test execute sync lab data lint clean

help:
	@echo "make book      build the book from the recorded outputs (make book ZIP=1: one archive of it too)"
	@echo "make pdf       print the book to one PDF (needs Chromium)"
	@echo "make test      run all tests and every cell of every chapter (quick profile)"
	@echo "make serve     build the book and serve it at http://localhost:8000"
	@echo "make lab       open the chapters in JupyterLab"
	@echo "make data      fetch CIFAR-10 and the VGG16 weights into the cache"
	@echo "make execute   run the chapters in the full profile and record their outputs (CHAPTER=10: only one)"
	@echo "make sync      carry edited text from chapters/*.md into the notebooks, keeping the outputs"
	@echo "make lint      check the code's style and the notebooks' structure"
	@echo "make clean     remove the built book (make clean ALL=1: the installation too)"

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11, 4) <= sys.version_info < (3, 14))' || \
	  { echo "The course needs Python 3.11 to 3.13; $(PYTHON) is `$(PYTHON) --version`. Choose another: make PYTHON=python3.12"; exit 1; }
	@echo "Installing into .venv (once, a few minutes)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.txt --editable .
	@touch $@

book: $(BOOK)
	@$(if $(ZIP),$(BIN)/python -m tools.make_archive)
	@echo "The book is built: open $(BOOK), or run make serve."

$(BOOK): $(READY) $(BOOK_SOURCES)
	@$(BUILD)
	@touch $@

pdf: $(BOOK)
	@$(BIN)/python -m tools.make_pdf
	@$(BUILD)

serve: book
	@echo "The book is at http://localhost:8000 (stop with Ctrl-C)."
	@$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory _build/html

test: $(READY)
	@$(BIN)/python -m pytest -n 2 --dist loadfile
	@echo "All tests passed, and every cell of every chapter ran."

execute: $(READY)
	@$(BIN)/python -m tools.execute $(CHAPTER)

sync: $(READY)
	@$(BIN)/python -m tools.colab_cell
	@$(BIN)/python -m tools.sync

lab: $(READY)
	@$(BIN)/jupyter lab --notebook-dir=chapters --ServerApp.jpserver_extensions=jupyterlab_jupytext=False

data: $(READY)
	@$(BIN)/python -m tools.fetch_data

lint: $(READY)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/python -m tools.check_notebooks
	@echo "Code style and notebooks are in order."

clean:
	@rm -rf _build $(if $(ALL),.venv)
	@echo "Removed the built book$(if $(ALL), and the installation)."
