# `make run` and `make test` do everything from a fresh clone on Debian: they install what is missing, and only that.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.SUFFIXES:

TARGET := $(or $(CARGO_TARGET_DIR),target)
# Always the whole workspace: one package alone asks for other features of what all share, and builds it anew.
BUILD := cargo build --workspace --bins --locked
DENY_VERSION := 0.20.2
DENY := .tools/bin/cargo-deny

ui_sources := $(shell find ui assets/messages assets/icons \
	\( -name node_modules -o -name dist \) -prune -o -type f -print 2>/dev/null)

.PHONY: help run demo build test lint window-test advisories bench bindings fmt clean system system-test

help: ## List these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: ## Start Cobro in training mode, ready to sell
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
		$(MAKE) --no-print-directory build && exec $(TARGET)/debug/cobro --training; \
	else \
		echo "No display here: walking the main job on an unseen one; pictures follow in out/."; \
		$(MAKE) --no-print-directory demo; \
	fi

demo: system-test build ## Walk the main job in the real window; pictures and the voucher go to out/
	@$(TARGET)/debug/demo

build: system ui/dist/index.html ## Build every program
	@$(BUILD)

test: system-test lint build ## Check and test everything
	npm --prefix ui test
	cargo test --workspace --locked

lint: system ui/dist/index.html $(DENY) ## Formatting, lints, types, licences
	cargo fmt --all --check
	npm --prefix ui run check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	$(DENY) --locked check bans licenses sources
	@if [ -d "$${CARGO_HOME:-$$HOME/.cargo}/advisory-dbs" ]; then \
		$(DENY) --locked check --disable-fetch advisories; \
	else \
		echo "Advisories were not checked: none are on this machine. 'make advisories' fetches them."; \
	fi

advisories: $(DENY) ## Look for known vulnerabilities; needs the network
	$(DENY) --locked check advisories

window-test: system-test build ## Only the tests of the real window
	cargo test --workspace --locked --test window

bench: system-test ui/dist/index.html ## Measure what must stay fast
	cargo build --workspace --bins --profile bench --locked
	cargo bench --workspace --benches --locked

bindings: ui/dist/index.html ## Write the window's command types from the Rust ones
	COBRO_WRITE_BINDINGS=1 cargo test --workspace --lib bindings
	git diff --stat -- ui/src/bindings.ts

fmt: ui/node_modules/.package-lock.json ## Format everything
	cargo fmt --all
	npm --prefix ui run fix

clean: ## Remove everything that was built
	rm -rf $(TARGET) gen out .tools ui/dist ui/node_modules

system:
	@scripts/install-system build

system-test:
	@scripts/install-system build test

# npm writes this file last; it stands for the whole installation.
ui/node_modules/.package-lock.json: ui/package-lock.json ui/package.json
	npm --prefix ui ci
	touch $@

ui/dist/index.html: ui/node_modules/.package-lock.json $(ui_sources)
	npm --prefix ui run build
	touch $@

# Kept out of target/, which is often emptied. A build without optimisation takes a quarter of the time.
$(DENY):
	cargo install cargo-deny --version $(DENY_VERSION) --locked --debug --root .tools
