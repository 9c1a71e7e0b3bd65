#!/usr/bin/env bash
# Usage: tests/flip.sh [--all | --sample N | ID...]     --all unless said.
# Turns mechanisms of the model round one at a time, in a build made for it, and asks of each whether the test that its fact
# names notices. What none noticed is listed. Facts that stand at one place in the code are one mechanism; a failed assertion,
# a crash and a test that does not end count as noticed. The last line is `N noticed, M unnoticed`.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 3
source scripts/common.sh

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

build_flips() {
    configure flips >"$stage/configure" 2>&1 && build flips -- --quiet >"$stage/build" 2>&1 || {
        cat "$stage"/configure "$stage"/build
        die "tests/flip.sh: the build for flips failed."
    }
}

# Every place, a line each: the ids that stand there.
list_places() {
    cat sim/src/*/*.[ch] | tr '\n' ' ' | grep -oE 'SIM_FACT\( *"[^"]*"|fact = "[^"]*"' | sed 's/.*"\(.*\)"/\1/' | sort -u
}

# ids, tests and executables of all facts that are modelled, a line each.
list_facts() {
    build/flips/ui/albatross facts --json | sed -n 's/^ *"\(id\|test\)": \("\(.*\)"\|null\),*$/\1 \3/p' | while read -r what value; do
        if [[ $what == id ]]; then
            id=$value
        elif [[ -n $value ]]; then
            file=$(grep -lF "START_TEST($value)" tests/test_*.c) || die "$id names $value, and there is no such test."
            echo "$id $value $(basename "$file" .c)"
        fi
    done
}

# choose FACTS: those that the arguments ask for.
choose() {
    case ${1:---all} in
    --all) cat "$stage/facts" ;;
    --sample) awk -v n="${2:-12}" '{ line[NR] = $0 } END { for (i = 0; i < n && i < NR; i++) print line[1 + int(i * NR / n)] }' "$stage/facts" ;;
    *) for id in "$@"; do grep "^$id " "$stage/facts" || die "tests/flip.sh: no fact that is modelled is called $id."; done ;;
    esac
}

# try ID TEST EXECUTABLE: says whether the test passes as it should and fails when the id is flipped.
try() {
    local id=$1 test=$2 program=build/flips/tests/$3
    export ALBATROSS_ONLY=$test CK_FORK=no
    if ! grep -qw -- "$id" "$stage/places"; then
        echo "$id $test: it stands at no place in the code"
    elif ! timeout 300 "$program" >"$stage/$id.log" 2>&1 || ! grep -q 'Checks: [1-9]' "$stage/$id.log"; then
        echo "$id $test: it fails without a flip"
    elif ALBATROSS_FLIP=$id timeout "${FLIP_SECONDS:-60}" "$program" >"$stage/$id.log" 2>&1; then
        echo "$id $test: it did not notice"
    fi
    return 0
}

# Mechanisms among those tried, and those with a fact in FILE: ids that share a place are one.
count_mechanisms() {
    awk -v tried="$stage/wanted" -v missed="$1" '
        function root(x) { while (up[x] != x) x = up[x]; return x }
        { for (i = 1; i <= NF; i++) if (!($i in up)) up[$i] = $i
          for (i = 2; i <= NF; i++) up[root($i)] = root($1) }
        END {
            while ((getline line < missed) > 0) { split(line, word, " "); if (!(word[1] in up)) up[word[1]] = word[1]; bad[root(word[1])] }
            while ((getline line < tried) > 0) { split(line, word, " "); if (!(word[1] in up)) up[word[1]] = word[1]; all[root(word[1])] }
            for (x in all) if (x in bad) m++; else n++
            print n + 0, m + 0
        }' "$stage/places"
}

build_flips
list_places >"$stage/places"
list_facts >"$stage/facts" || exit 3
choose "$@" >"$stage/wanted" || exit 3
export -f try
export stage
xargs -P "$(nproc 2>/dev/null || echo 2)" -L 1 bash -c 'try "$@" 2>/dev/null' try <"$stage/wanted" >"$stage/unnoticed"
sort "$stage/unnoticed"
read -r noticed unnoticed < <(count_mechanisms "$stage/unnoticed")
echo "$noticed noticed, $unnoticed unnoticed"
[[ $unnoticed == 0 ]]
