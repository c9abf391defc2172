# Everything that is done with this repository, in a form that works as root and as an ordinary user.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install build run test check bench faults interop fmt clean

BUF := infra/tools/node_modules/.bin/buf
SPECTRAL := infra/tools/node_modules/.bin/spectral

# More arguments for the program that a target runs: make run ARGS="--data-dir /tmp/hub", make test ARGS="-p ledger"
ARGS ?=

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## Installs what is missing on this machine for all other targets
	@infra/install.sh

build: ## Builds everything, for development
	@infra/install.sh build
	cargo build $(ARGS)

# The build for development: from empty it takes a third of the time of the one for release, and `make test` uses
# the same.
run: ## Builds and starts the whole hub with its own servers and the example season
	@infra/install.sh build servers
	cargo run --bin schakelpunt -- up --with-example-season $(ARGS)

test: ## Runs all tests
	@infra/install.sh build servers nextest examples
	@if cargo nextest --version >/dev/null 2>&1; then \
		set -x; cargo nextest run $(ARGS); \
	else \
		set -x; cargo test --lib --bins --tests $(ARGS); \
	fi
	@if [ -z "$(ARGS)" ]; then set -x; cargo test --doc; fi

check: ## Checks formatting, contracts and what is made from them, dependencies and lints
	@infra/install.sh build buf deny
	cargo fmt --all --check
	@if [ -x $(BUF) ]; then \
		echo "buf lint"; (cd proto && ../$(BUF) lint); \
	else \
		echo "skipped: buf lint, since buf is not installed (see above)"; \
	fi
	@if [ -x $(SPECTRAL) ]; then \
		echo "spectral lint"; infra/tools/check-documents.sh; \
	else \
		echo "skipped: spectral lint, since Spectral is not installed (see above)"; \
	fi
	@if ! cargo deny --version >/dev/null 2>&1; then \
		echo "skipped: cargo deny, since it is not installed (see above)"; \
	else \
		echo "cargo deny check licenses bans sources"; cargo deny --log-level error check licenses bans sources; \
		if timeout 120 cargo deny --log-level off fetch db 2>/dev/null; then \
			echo "cargo deny check advisories"; cargo deny check --disable-fetch advisories; \
		else \
			echo "skipped: cargo deny check advisories, since the advisory database cannot be reached"; \
		fi; \
	fi
	cargo clippy --workspace --all-targets --locked -- -D warnings

bench: ## Measures, with ratios against what this machine can do at best
	@infra/install.sh build servers
	cargo run --release -p load -- $(ARGS)

# Debug build: only that one can be broken at named steps.
faults: ## Breaks the hub at random for ten minutes; ARGS="--minutes 60", "--seed 7 --rounds 5", "--fault kill"
	@infra/install.sh build servers clocks
	FAULTS="$(ARGS)" cargo test --test faults -- --ignored --exact --nocapture long::the_long_run

interop: ## Exchanges credentials with an independent implementation, both ways
	@infra/install.sh build interop
	cargo test -p credentials --test documents interop -- --nocapture

fmt: ## Formats the code
	cargo fmt --all

clean: ## Removes what was built and the packages for Node.js, not what was installed or stored
	cargo clean
	rm -rf infra/tools/node_modules libs/credentials/interop/node_modules infra/examples/node/node_modules infra/examples/python/.venv
