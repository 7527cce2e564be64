# The door to Barista: every target is a line or two over CMake and the scripts. `make help` lists them.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.PHONY: help deps bench test check format build dev report yardstick clean

# DEPS=check prints what would be installed instead of installing it.
DEPS ?= install

help: ## this list
	@echo "Barista: which server model, for what, and why? Measured on your own machine."
	@echo
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  SCENARIOS=a.json,b.json  SERVERS=event-loop  REPETITIONS=3   narrow or widen make bench"
	@echo "  DEPS=check                                                   only say which packages are missing"

deps: ## install what is missing (Debian, Ubuntu), or say what to install
	@scripts/install_deps.sh $(DEPS)

bench: build ## measure the server models and write results/latest/report.html
	@scripts/bench.sh

test: ## everything: checks, unit, contract and end-to-end tests, also under sanitizers
	@scripts/install_deps.sh $(DEPS) test
	@scripts/test.sh

check: ## format, layers, sizes and banned calls; seconds (also the pre-commit hook)
	@scripts/check.sh

format: ## let clang-format put every file in order
	@git ls-files '*.c' '*.h' | xargs clang-format -i

build: deps ## the release build in build/release/bin
	@scripts/build.sh release

dev: deps ## a debug build in build/dev/bin, and the git hooks
	@scripts/build.sh dev
	@git config core.hooksPath .githooks

report: build ## write the report of the newest results again
	@build/release/bin/report results/latest

yardstick: build ## what the server and the load generator themselves cost, against bare loops
	@scripts/yardstick.sh

clean: ## remove builds; never touches results
	rm -rf build
