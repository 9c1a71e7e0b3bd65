#!/usr/bin/env bash
# Usage: tests/soak.sh [STAGE...]     SOAK_SECONDS=300 is how long each fuzzer runs.
# The long campaigns that ./test.sh has no time for: static analysis, valgrind, mutants, every fact's mechanism turned round,
# queueing theory at load 0.9, each harness under libFuzzer and under AFL++. The last line is `N passed, N failed`. What a fuzzer finds stays in build/soak/ with the input that shows it;
# once mended, that input belongs into tests/fuzz/corpus/, where ./test.sh replays it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 3
source scripts/common.sh

seconds=${SOAK_SECONDS:-300}
found=$PWD/build/soak
all_stages=(cppcheck tidy valgrind mutants flips theory libfuzzer afl)
harnesses=(loader commands set run log math)
passed=0 failed=0

# stage TITLE COMMAND...: one check that passes or fails as a whole.
stage() {
    local title=$1 began=$SECONDS
    shift
    echo
    echo "== $title"
    if "$@"; then
        passed=$((passed + 1))
        echo "-- $title: passed ($((SECONDS - began)) s)"
    else
        failed=$((failed + 1))
        echo "-- $title: FAILED ($((SECONDS - began)) s)"
        return 1
    fi
}

# make PRESET [TARGET...]
make() {
    local preset=$1 targets=()
    shift
    if [[ $# -gt 0 ]]; then targets=(--target "$@"); fi
    configure "$preset" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >"$found/configure-$preset.log" 2>&1 || {
        cat "$found/configure-$preset.log"
        return 1
    }
    build "$preset" "${targets[@]}" -- --quiet
}

# gcc has options in a release that clang does not know.
check_tidy() {
    make clang || return 1
    find sim ui -name '*.c' -print0 | xargs -0 -P "$(nproc)" -n 8 clang-tidy -p build/clang --quiet 2>&1 |
        grep -vE '^[0-9]+ warnings? generated|^Suppressed |^Use -header-filter' | tee "$found/tidy.log"
    [[ ${PIPESTATUS[1]} == 0 ]]
}

check_valgrind() {
    make debug albatross || return 1
    valgrind --quiet --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite \
        build/debug/ui/albatross run bad-release --until 15s --out "$found/valgrind"
}

check_mutants() {
    make release albatross || return 1
    find scenarios -maxdepth 1 -name '*.json' ! -name schema.json -print0 | sort -z | xargs -0 build/release/ui/albatross check --mutants
}

check_theory() {
    make release test_theory test_theory_more test_theory_sharing && tests/soak_theory.sh
}

# seed NAME: a folder for what the fuzzer keeps, begun with the corpus.
seed() {
    mkdir -p "$found/$1"
    cp -n tests/fuzz/corpus/"$1"/* "$found/$1/"
    if [[ $1 == loader ]]; then cp -n tests/valid/*.json tests/invalid/*.json scenarios/*.json "$found/loader/"; fi
}

words_for() { if [[ $1 != run && $1 != log && $1 != math ]]; then echo "$2tests/fuzz/scenario.dict"; fi; }

fuzz() {
    seed "$1"
    # shellcheck disable=SC2046
    "build/fuzz/tests/fuzz/fuzz_$1" -max_total_time="$seconds" -timeout=30 -rss_limit_mb=3000 -print_final_stats=1 \
        $(words_for "$1" -dict=) -artifact_prefix="$found/crash-$1-" "$found/$1" >"$found/libfuzzer-$1.log" 2>&1 && return
    tail -n 30 "$found/libfuzzer-$1.log"
    return 1
}

fuzz_afl() {
    seed "$1"
    rm -rf "$found/afl-$1"
    # shellcheck disable=SC2046
    AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 afl-fuzz -V "$seconds" -t 5000 -m none \
        $(words_for "$1" "-x ") -i "tests/fuzz/corpus/$1" -o "$found/afl-$1" -- "build/afl/tests/fuzz/fuzz_$1" >"$found/afl-$1.log" 2>&1 || {
        tail -n 20 "$found/afl-$1.log"
        return 1
    }
    local crashes
    crashes=$(find "$found/afl-$1" -path '*/crashes/id:*')
    [[ -z $crashes ]] || {
        echo "$crashes"
        return 1
    }
}

scripts/install-packages.sh build test soak || exit 3
mkdir -p "$found"
for name in "${@:-${all_stages[@]}}"; do
    case $name in
    cppcheck) stage "cppcheck" check_cppcheck ;;
    tidy) stage "clang-tidy" check_tidy ;;
    valgrind) stage "valgrind: a scenario without an error" check_valgrind ;;
    mutants) stage "mutants: every expectation can fail" check_mutants ;;
    flips) stage "flips: each fact's test notices when its mechanism is turned round" tests/flip.sh --all ;;
    theory) stage "theory: queues at load 0.9" check_theory ;;
    libfuzzer)
        stage "libFuzzer: build" make fuzz || continue
        for harness in "${harnesses[@]}"; do stage "libFuzzer: $harness, $seconds s" fuzz "$harness"; done
        ;;
    afl)
        stage "AFL++: build" make afl || continue
        for harness in "${harnesses[@]}"; do stage "AFL++: $harness, $seconds s" fuzz_afl "$harness"; done
        ;;
    *)
        echo "There is no stage \"$name\"; there are ${all_stages[*]}."
        exit 2
        ;;
    esac
done
echo
echo "$passed passed, $failed failed"
[[ $failed == 0 ]]
