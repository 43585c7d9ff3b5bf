#!/usr/bin/env bash
# Sees to it that what the tests need beside the program is there: Chromium, and clients of SPARQL from PyPI in a folder of
# their own. Installs what is missing. Where that cannot be done it says which tests are left out, unless PAKT_LEAVE_NOTHING_OUT is
# set: then it fails. Prints commands for a shell that set variables for the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

left_out=()

leave_out() {
    local kind=$1
    shift
    printf 'prepare: %s\n' "$@" >&2
    if [ -n "${PAKT_LEAVE_NOTHING_OUT:-}" ]; then
        echo "prepare: the tests with $kind may not be left out" >&2
        exit 1
    fi
    echo "prepare: the tests with $kind are LEFT OUT" >&2
    left_out+=("$kind")
}

find_browser() {
    local name
    for name in "${PAKT_TEST_BROWSER:-}" chromium chromium-browser google-chrome-stable google-chrome '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'; do
        if [ -n "$name" ] && command -v "$name" 2>/dev/null; then
            return 0
        fi
    done
    return 1
}

install() {
    command -v apt-get >/dev/null || return 1
    local root=(env)
    [ "$(id -u)" -eq 0 ] || root=(sudo -n)
    echo "prepare: installing what the tests need: apt-get install $*" >&2
    "${root[@]}" apt-get update -qq >/dev/null 2>&1 || true
    "${root[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

browser=$(find_browser) || { install chromium && browser=$(find_browser); } || browser=''
[ -n "$browser" ] || leave_out browser 'there is no Chromium, and it cannot be installed here; install it or name it in PAKT_TEST_BROWSER'

pwd_of() {
    (cd "$1" 2>/dev/null && pwd) || echo "$1"
}

make_folder() {
    rm -rf "$clients"
    python3 -m venv "$clients" >/dev/null 2>&1
}

# Python's own folder of packages is left alone.
clients=${CARGO_TARGET_DIR:-target}/clients
python=$clients/bin/python
wanted=tests/serve/requirements.txt
if ! cmp -s "$wanted" "$clients/requirements.txt"; then
    if { make_folder || { install python3-venv && make_folder; }; } && "$python" -m pip install -q --disable-pip-version-check -r "$wanted" >&2; then
        cp "$wanted" "$clients/requirements.txt"
    else
        rm -rf "$clients"
        leave_out clients 'rdflib and SPARQLWrapper cannot be installed; that needs python3 with venv, and PyPI'
    fi
fi

printf 'export PAKT_LEAVE_OUT=%q PAKT_TEST_BROWSER=%q PAKT_TEST_PYTHON=%q\n' "${left_out[*]-}" "$browser" "$(pwd_of "$clients")/bin/python"
