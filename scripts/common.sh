# What run.sh and test.sh share; sourced, never run. Both stand in the top folder when they call these.
# shellcheck shell=bash

die() {
    echo "$*" >&2
    exit 3
}

# require_writable DIR: creates DIR; an earlier run as root is the usual reason why that fails.
require_writable() {
    mkdir -p "$1" 2>/dev/null && [[ -w $1 ]] ||
        die "$1/ cannot be written: it may belong to another user (sudo chown -R $(id -un) '$1')."
}

# configure PRESET [OPTION...]: configures build/PRESET. A cache that was made elsewhere or for another generator (the folder
# was moved, or built by hand) is started afresh, since CMake would only refuse it.
configure() {
    local preset=$1 cache=build/$1/CMakeCache.txt fresh=()
    shift
    if [[ -f $cache ]] && ! { grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$cache" &&
        grep -qxF 'CMAKE_GENERATOR:INTERNAL=Ninja' "$cache"; }; then
        fresh=(--fresh)
    fi
    cmake --preset "$preset" "${fresh[@]}" "$@"
}

# build PRESET [OPTION...]: builds what changed, on every core.
build() {
    local preset=$1
    shift
    cmake --build --preset "$preset" --parallel "$(nproc 2>/dev/null || echo 2)" "$@"
}

# What is chosen and why: CONTRIBUTING.md, "Static analysis".
check_cppcheck() {
    cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
        --suppressions-list=.cppcheck -I sim/include -I sim/src -I ui -j "$(nproc)" sim ui
}
