# The compiled program and its parts are kept outside of the clone: RocksDB takes minutes to compile, and so it is
# compiled once for all clones. Everything is built in the release profile, tests too, for the same reason.
CARGO_TARGET_DIR ?= $(HOME)/.cache/pakt/target
export CARGO_TARGET_DIR

.PHONY: run test build prepare lint install

## Builds the program, reads the documents of data/ into ./pakt-store and shows what they agree on.
run: build
	./pakt build data

## All tests.
test: prepare
	cargo test --release --locked

## The program, as ./pakt.
build: prepare
	cargo build --release --locked --bin pakt
	@ln -sf "$(CARGO_TARGET_DIR)/release/pakt" pakt

## What the build needs: checks it, installs what is missing.
prepare:
	@scripts/prepare.sh

## Format and lints.
lint: prepare
	cargo fmt --check
	cargo clippy --release --locked --all-targets -- -D warnings

## The program into cargo's folder of programs.
install: prepare
	cargo install --locked --path .
