#!/usr/bin/env bash
# Installs what is missing, builds in every way that is promised, and runs every test. The last line is the sum:
# `N passed, N failed`. Each ctest test counts as one, in each build that runs it; so does each stage that is not ctest's.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 3
source scripts/common.sh

passed=0 failed=0
strict=-DCMAKE_COMPILE_WARNING_AS_ERROR=ON

# announce WORDS: begins a stage. report WORDS: says how it ended and how long it took.
announce() {
    stage_began=$SECONDS
    echo
    echo "== $*"
}

report() {
    echo "-- $* ($((SECONDS - stage_began)) s)"
}

# stage TITLE COMMAND...: one check that passes or fails as a whole; returns the same.
stage() {
    local title=$1
    shift
    announce "$title"
    if "$@"; then
        passed=$((passed + 1))
        report "$title: passed"
    else
        failed=$((failed + 1))
        report "$title: FAILED"
        return 1
    fi
}

make_preset() {
    local preset=$1
    shift
    configure "$preset" "$@" >"build/configure-$preset.log" 2>&1 || {
        cat "build/configure-$preset.log"
        return 1
    }
}

compile() {
    local preset=$1 target=$2
    shift 2
    make_preset "$preset" "$@" && build "$preset" --target "$target" -- --quiet
}

# count FILE PATTERN: lines of FILE that match; 0 when there is no such file.
count() {
    cat "$1" 2>/dev/null | grep -cE "$2" || true
}

# run_tests PRESET [ctest option...]: adds ctest's own counts, read from its JUnit report. A test that could not be started
# failed; one that excuses itself (SKIP_RETURN_CODE and the like) is named, not counted.
run_tests() {
    local preset=$1 report_file=$PWD/build/tests-$1.xml status=0
    shift
    announce "$preset: tests"
    rm -f "$report_file"
    ctest --test-dir "build/$preset" --output-on-failure -j2 --no-tests=error --output-junit "$report_file" "$@" || status=$?
    local good bad idle excused
    good=$(count "$report_file" '<testcase .*status="run"')
    bad=$(count "$report_file" '<testcase .*status="fail"')
    idle=$(count "$report_file" '<testcase .*status="notrun"')
    excused=$(count "$report_file" '<skipped message="SKIP_')
    bad=$((bad + idle - excused))
    # ctest itself may have died, or found fault with something that is no test.
    if [[ $bad == 0 && ($status != 0 || ! -s $report_file) ]]; then bad=1; fi
    passed=$((passed + good)) failed=$((failed + bad))
    report "$preset: $good passed, $bad failed, $excused skipped"
}

check_format() {
    local wrong
    wrong=$(find sim ui tests -name '*.[ch]' -print0 | xargs -0 -r clang-format --dry-run -Werror 2>&1 |
        sed -n 's/:[0-9]*:[0-9]*: error:.*//p' | sort -u)
    [[ -z $wrong ]] || {
        echo "To be laid out by clang-format -i:" $wrong
        return 1
    }
}

# The shipped scenarios; schema.json describes them and is none.
list_scenarios() {
    find scenarios -maxdepth 1 -name '*.json' ! -name schema.json 2>/dev/null | sort
}

check_scenarios() {
    local scenarios
    mapfile -t scenarios < <(list_scenarios)
    build/release/ui/albatross check --mutants "${scenarios[@]}"
}

finish() {
    echo
    echo "All stages took $((SECONDS / 60)) min $((SECONDS % 60)) s."
    echo "$passed passed, $failed failed"
    [[ $failed == 0 ]]
    exit
}

announce "packages"
scripts/install-packages.sh build test || {
    failed=1
    finish
}
require_writable build
report "packages: nothing is missing"

stage "layout (clang-format)" check_format
stage "static analysis (cppcheck)" check_cppcheck
stage "release: build" compile release all && run_tests release
if [[ -n $(list_scenarios) ]]; then
    stage "scenarios: every expectation holds, and fails under its mutants" check_scenarios
fi
stage "flips: a test notices when its fact's mechanism is turned round (a sample)" tests/flip.sh --sample 12
stage "asan (address, undefined): build" compile asan all "$strict" && run_tests asan
stage "tsan (thread): build" compile tsan thread_tests "$strict" && run_tests tsan -L '^threads$'
stage "headless (no SDL): build without a warning" compile headless all "$strict"
stage "clang: build without a warning" compile clang all "$strict"
finish
