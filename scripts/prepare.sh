#!/usr/bin/env bash
# Sees to it that everything is there that the build needs, before anything is compiled: cargo, a C++20 compiler and
# libclang (RocksDB is built from source, and its bindings are generated). Installs what is missing with apt-get or
# brew, without questions. Does nothing, and says nothing, where all is there.
set -euo pipefail

fail() {
    printf 'prepare: %s\n' "$@" >&2
    exit 1
}

has_cargo() {
    command -v cargo >/dev/null
}

# The linker and the compiler are asked in one go.
has_cxx20() {
    local folder
    folder=$(mktemp -d) || return 1
    printf '#include <concepts>\ntemplate <std::integral T> T same(T x) { return x; }\nint main() { return same(0); }\n' >"$folder/a.cc"
    ${CXX:-c++} -std=c++20 -o "$folder/a" "$folder/a.cc" >/dev/null 2>&1
    local status=$?
    rm -r "$folder"
    return $status
}

# Folders in which bindgen looks for libclang, in its order.
libclang_folders() {
    [ -z "${LIBCLANG_PATH:-}" ] || printf '%s\n' "$LIBCLANG_PATH" "$(dirname "$LIBCLANG_PATH")"
    "${LLVM_CONFIG_PATH:-llvm-config}" --libdir 2>/dev/null || true
    printf '%s' "${LD_LIBRARY_PATH:-}${DYLD_LIBRARY_PATH:+:$DYLD_LIBRARY_PATH}" | tr ':' '\n'
    case "$(uname -s)" in
    Darwin)
        compgen -G '/opt/homebrew/opt/llvm*/lib' || true
        compgen -G '/usr/local/opt/llvm*/lib' || true
        xcode=$(xcode-select -p 2>/dev/null || echo /Library/Developer/CommandLineTools)
        printf '%s\n' "$xcode/usr/lib" "$xcode/Toolchains/XcodeDefault.xctoolchain/usr/lib" /Library/Developer/CommandLineTools/usr/lib
        ;;
    *)
        local pattern
        for pattern in '/usr/local/llvm*/lib*' '/usr/local/lib*/*/*' '/usr/local/lib*/*' '/usr/local/lib*' '/usr/lib*/*/*' '/usr/lib*/*' '/usr/lib*'; do
            compgen -G "$pattern" || true
        done
        ;;
    esac
}

has_libclang() {
    local folder
    while IFS= read -r folder; do
        if compgen -G "$folder/libclang.so*" >/dev/null || compgen -G "$folder/libclang-*.so*" >/dev/null ||
            compgen -G "$folder/libclang.dylib" >/dev/null; then
            return 0
        fi
    done < <(libclang_folders)
    return 1
}

# Debian splits the library from the headers that it cannot work without.
has_clang_headers() {
    ! command -v apt-get >/dev/null || compgen -G '/usr/lib/llvm-*/lib/clang/*/include/stddef.h' >/dev/null ||
        compgen -G '/usr/lib*/clang/*/include/stddef.h' >/dev/null || [ -n "${LIBCLANG_PATH:-}" ]
}

has_all_libclang() {
    has_libclang && has_clang_headers
}

# Runs a command as root; its output is shown only if it fails.
as_root() {
    local log status=0
    log=$(mktemp)
    if [ "$(id -u)" -eq 0 ]; then
        "$@" >"$log" 2>&1 || status=$?
    else
        sudo "$@" >"$log" 2>&1 || status=$?
    fi
    [ "$status" -eq 0 ] || tail -n 20 "$log" >&2
    rm -f "$log"
    return "$status"
}

install_with_apt() {
    local how='apt-get'
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "missing: $*, and there is no sudo; as root, run: apt-get install $*"
        how='sudo apt-get'
    fi
    echo "prepare: installing what the build needs: $how install $*" >&2
    # The lists may be old or absent. If they cannot be fetched, what is there may still do.
    as_root apt-get update -qq || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" ||
        fail "apt-get could not install: $*; install them by hand and run this again"
}

install_with_brew() {
    echo "prepare: installing what the build needs: brew install $*" >&2
    HOMEBREW_NO_AUTO_UPDATE=1 brew install --quiet "$@" >&2 || fail "brew could not install: $*; install them by hand and run this again"
}

if ! has_cargo && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
    fail "cargo is installed, but not in PATH; run: . \"${CARGO_HOME:-$HOME/.cargo}/env\""
fi
has_cargo || fail 'cargo is missing; install Rust from https://rustup.rs and run this again'

apt=()
brew=()
missing=()
if ! has_cxx20; then
    missing+=('a C++20 compiler (g++ 10 or clang++ 12, or later)')
    apt+=(g++)
    brew+=(llvm)
fi
if ! has_all_libclang; then
    missing+=('libclang (of LLVM 9 or later)')
    apt+=(libclang-dev)
    brew+=(llvm)
fi
[ ${#missing[@]} -gt 0 ] || exit 0

if command -v apt-get >/dev/null; then
    install_with_apt "${apt[@]}"
elif command -v brew >/dev/null; then
    install_with_brew "${brew[0]}"
else
    fail 'the build needs, and here are missing:' "${missing[@]/#/  }" 'neither apt-get nor brew is there to install them; do it by hand and run this again'
fi

has_cxx20 || fail "${CXX:-c++} does not compile C++20; install g++ 10 or clang++ 12, or later, and name it in CXX"
has_all_libclang || fail 'libclang is still not found; name the folder that holds it in LIBCLANG_PATH'
