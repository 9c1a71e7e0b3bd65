#!/usr/bin/env bash
# Usage: scripts/install-packages.sh PURPOSE...
# Installs the packages that packages.txt lists for these purposes. When none is missing it asks dpkg once and ends:
# no network, no rights needed. Failures end in one sentence that says what to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# dpkg and apt are asked in the one language every machine has.
export LC_ALL=C
log=build/packages.log

die() {
    echo "$*" >&2
    exit 3
}

wanted=()
while read -r purpose package _; do
    for asked in "$@"; do
        if [[ $purpose == "$asked" ]]; then wanted+=("$package"); fi
    done
done <packages.txt

if ! command -v dpkg-query >/dev/null; then
    for tool in cc cmake ninja pkg-config; do
        command -v "$tool" >/dev/null ||
            die "'$tool' is missing and this is not a Debian machine: install what docs/dependencies.md lists, then run this again."
    done
    exit 0
fi

installed=" $(dpkg-query --show --showformat '${db:Status-Status}=${Package} ' "${wanted[@]}" 2>/dev/null || true)"
missing=()
for package in "${wanted[@]}"; do
    [[ $installed == *" installed=$package "* ]] || missing+=("$package")
done
if [[ ${#missing[@]} == 0 ]]; then exit 0; fi

as_root=()
if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null ||
        die "Packages are missing and only root may install them: run this as root, or once 'apt-get install --no-install-recommends ${missing[*]}'."
    echo "Packages are missing; sudo installs them." >&2
    sudo true || die "sudo refused: run this as root or as a user who may use sudo (missing: ${missing[*]})."
    as_root=(sudo)
fi
command -v apt-get >/dev/null || die "apt-get is missing: install these packages in your own way: ${missing[*]}."

# One line that changes on a terminal, silence in a pipe; everything goes into the log.
progress() {
    local line
    while IFS= read -r line; do
        printf '%s\n' "$line" >>"$log"
        if [[ -t 1 ]]; then printf '\r\033[K  %.76s' "$line"; fi
    done
    if [[ -t 1 ]]; then printf '\r\033[K'; fi
}

# A machine that has just started may still be updating itself: wait for its lock instead of failing.
apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get --quiet --yes \
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 "$@" </dev/null 2>&1 | progress
}

mkdir -p build 2>/dev/null && [[ -w build ]] || die "build/ cannot be written: it may belong to another user (sudo chown -R $(id -un) build)."
: >"$log"
echo "Installing ${#missing[@]} packages, once (details in $log): ${missing[*]}"
apt update || true # an unreachable mirror is found out by the next line, unless everything needed is cached
apt install --no-install-recommends "${missing[@]}" ||
    die "The packages could not be installed: is there a network? apt said: $(grep -m1 -E '^E: ' "$log" || echo "see $log")"
