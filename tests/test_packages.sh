#!/usr/bin/env bash
# Every package that packages.txt asks for has its line of reason, and every name has a purpose that somebody installs.
set -euo pipefail
cd "$ALBATROSS_SOURCE_DIR"
status=0
while read -r purpose package rest; do
    if [[ $purpose == \#* || -z $purpose ]]; then continue; fi
    if [[ $purpose != build && $purpose != test && $purpose != soak || -z $package || -n $rest ]]; then
        echo "packages.txt: not understood: $purpose $package $rest"
        status=1
    elif ! grep -qF "\`$package\`" docs/dependencies.md; then
        echo "docs/dependencies.md gives no reason for $package"
        status=1
    fi
done <packages.txt
exit "$status"
