#!/usr/bin/env bash
# `cmake --install` places everything a packager expects, and every shipped scenario with its schema.
set -euo pipefail
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
DESTDIR=$stage cmake --install "$ALBATROSS_BINARY_DIR" --prefix /usr >/dev/null

status=0
expect() {
    if [[ ! -s $stage/usr/$1 ]]; then
        echo "not installed, or empty: $1"
        status=1
    fi
}
expect bin/albatross
expect share/man/man1/albatross.1
for page in README.md CHANGELOG.md LICENSE; do expect "share/doc/albatross/$page"; done
cd "$ALBATROSS_SOURCE_DIR"
for scenario in scenarios/*.json; do
    if [[ -e $scenario ]]; then expect "share/albatross/$scenario"; fi
done
[[ -x $stage/usr/bin/albatross ]] || status=1
exit "$status"
