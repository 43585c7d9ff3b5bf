# The compiled program and its parts are kept outside of the clone: RocksDB takes minutes to compile, and so it is
# compiled once for all clones. Everything is built in the release profile, tests too, for the same reason.
CARGO_TARGET_DIR ?= $(HOME)/.cache/pakt/target
export CARGO_TARGET_DIR

.PHONY: run test build prepare lint install

## Builds the program, reads the documents of data/ into ./pakt-store and shows what they agree on.
run: build
	./pakt build data

## All tests. Those in a browser and with clients of others need Chromium and packages from PyPI, which are installed; where that
## cannot be done it says which are left out.
test: prepare
	@variables=$$(scripts/prepare-tests.sh) && eval "$$variables" && echo "cargo test --release --locked" && cargo test --release --locked

## The program, as ./pakt.
build: prepare
	cargo build --release --locked --bin pakt
	@ln -sf "$(CARGO_TARGET_DIR)/release/pakt" pakt

## What the build needs: checks it, installs what is missing.
#
# Cargo tells the crates of two clones apart by their files' times only. A target folder that was last used by another
# clone would pass that clone's program off as this one's: so the sources are made new whenever the clone has changed.
prepare:
	@scripts/prepare.sh
	@mkdir -p "$(CARGO_TARGET_DIR)"
	@echo "$(CURDIR)" | cmp -s - "$(CARGO_TARGET_DIR)/last-clone" || { \
		find src tests benches build.rs -name '*.rs' -exec touch {} + 2>/dev/null; echo "$(CURDIR)" >"$(CARGO_TARGET_DIR)/last-clone"; }

## Format and lints.
lint: prepare
	cargo fmt --check
	cargo clippy --release --locked --all-targets -- -D warnings

## The program into cargo's folder of programs.
install: prepare
	cargo install --locked --path .
