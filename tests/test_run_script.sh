#!/usr/bin/env bash
# What ./run.sh makes of its arguments and of the display, seen from the words the program is started with. The program, cmake
# and the installing are stood in for; everything else is the real script.
set -euo pipefail
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
top=$stage/albatross
mkdir -p "$top/scripts" "$top/scenarios" "$top/build/release/ui" "$stage/bin" "$stage/elsewhere"
cp "$ALBATROSS_SOURCE_DIR/run.sh" "$top/"
cp "$ALBATROSS_SOURCE_DIR/scripts/common.sh" "$top/scripts/"
touch "$top/scenarios/bad-release.json" "$top/scenarios/other.json" "$stage/elsewhere/mine.json"
for stand_in in "$top/scripts/install-packages.sh" "$stage/bin/cmake"; do printf '#!/bin/sh\n' >"$stand_in"; done
printf '#!/bin/sh\necho "albatross $*"\nexit "${STATUS:-0}"\n' >"$top/build/release/ui/albatross"
chmod +x "$top/scripts/install-packages.sh" "$stage/bin/cmake" "$top/build/release/ui/albatross"
export PATH=$stage/bin:$PATH
unset DISPLAY WAYLAND_DISPLAY

failures=0
# expect CLAIM WORDS: the last output holds this line.
expect() {
    if ! grep -qxF -- "$2" <<<"$said"; then
        printf 'FAILED: %s\n  wanted: %s\n  said:\n%s\n' "$1" "$2" "$said"
        failures=$((failures + 1))
    fi
}
run() {
    status=0
    said=$("$top/run.sh" "$@" 2>&1) || status=$?
}

cd "$top"
run
expect "without a display it says so" "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): running headless."
expect "without a scenario it flies the bad release" "albatross run scenarios/bad-release.json --out out/bad-release"
expect "a headless run leaves a picture" "albatross shot scenarios/bad-release.json --out out/bad-release/window.png"
expect "it says where the files are" "The run left in $(cd "$top" && pwd -P)/out/bad-release:"

run other --seed 7 --until 5m --at=3m --size 1280x720 --set a.b=-1 --period 1s
expect "options of the run go to run" "albatross run scenarios/other.json --out out/other --seed 7 --until 5m --set a.b=-1 --period 1s"
expect "options of the picture go to shot" \
    "albatross shot scenarios/other.json --out out/other/window.png --seed 7 --at=3m --size 1280x720 --set a.b=-1"

run scenarios/other.json --out=there
expect "--out chooses the folder" "albatross run scenarios/other.json --out there"

cd "$stage/elsewhere"
real=$(cd "$top" && pwd -P)
run mine.json
expect "a scenario is looked for where the caller stands" "albatross run mine.json --out $real/out/mine"
run other --out here
expect "--out is seen from there too" "albatross run $real/scenarios/other.json --out here"
cd "$top"

DISPLAY=:1 run other --at 3m
expect "with a display it plays" "albatross play scenarios/other.json --at 3m"
WAYLAND_DISPLAY=wayland-0 run
expect "Wayland is a display" "albatross play scenarios/bad-release.json"
DISPLAY=:1 run --headless
expect "--headless is obeyed" "albatross run scenarios/bad-release.json --out out/bad-release"
DISPLAY=:1 STATUS=3 run
expect "a window that cannot open leads to --headless" "Without a window: ./run.sh --headless scenarios/bad-release.json"
if [[ $status != 3 ]]; then
    echo "FAILED: the program's status is the script's: $status"
    failures=$((failures + 1))
fi
STATUS=2 run other
if [[ $status != 2 || $said == *"The run left"* ]]; then
    echo "FAILED: a failed run is not called done: $status"
    failures=$((failures + 1))
fi
exit "$((failures > 0))"
