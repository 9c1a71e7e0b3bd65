#!/usr/bin/env bash
# Queueing theory at a load of 0.9, where queues are long and remember long: the tests of theory that ./test.sh runs at 0.7,
# a dozen times as long. Takes about half an hour; needs the release build. SOAK_LOAD is another load.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 3
tests=(theory theory_more theory_sharing)
for test in "${tests[@]}"; do
    [[ -x build/release/tests/test_$test ]] || {
        echo "tests/soak_theory.sh: build/release/tests/test_$test is missing. Run: cmake --preset release -G Ninja && cmake --build --preset release" >&2
        exit 3
    }
done

export ALBATROSS_THEORY_LOAD=${SOAK_LOAD:-0.9} CK_FORK=yes CK_DEFAULT_TIMEOUT=7200
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
began=$SECONDS failed=0
# Two at a time, each on a core.
printf '%s\n' "${tests[@]}" | xargs -P 2 -I '{}' sh -c 'build/release/tests/test_{} >"$0/{}" 2>&1 || touch "$0/{}.failed"' "$logs"
for test in "${tests[@]}"; do
    echo "== $test at load $ALBATROSS_THEORY_LOAD"
    cat "$logs/$test"
    [[ ! -e $logs/$test.failed ]] || failed=1
done
echo "-- theory at load $ALBATROSS_THEORY_LOAD: $( ((failed)) && echo FAILED || echo passed) ($((SECONDS - began)) s)"
exit $failed
