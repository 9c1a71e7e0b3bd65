#!/usr/bin/env bash
# The world outside fails: no space, no rights, no memory, no fonts, no display, a killed program. Each ends with a sentence
# and the status that says so; what was there before is whole.
set -uo pipefail
stage=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null; done
    mountpoint -q "$stage/small" 2>/dev/null && umount "$stage/small"
    rm -rf "$stage"
}
trap finish EXIT
ulimit -c 0
export XDG_STATE_HOME=$stage/state LC_ALL=C
unset DISPLAY WAYLAND_DISPLAY SDL_VIDEODRIVER
cd "$ALBATROSS_SOURCE_DIR"
# A program that runs out of memory while fontconfig looks at the fonts would leave the system a cache without them: the caches of
# this test are its own. They are filled once, so that the limits below are not spent on reading fonts.
printf '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>%s</cachedir>' "$stage/fontcache" >"$stage/own-cache.conf"
sed -n '/<dir/p' /etc/fonts/fonts.conf >>"$stage/own-cache.conf"
printf '<include ignore_missing="yes">/etc/fonts/conf.d</include></fontconfig>\n' >>"$stage/own-cache.conf"
export FONTCONFIG_FILE=$stage/own-cache.conf
program=$ALBATROSS_PROGRAM

failures=0
fail() {
    echo "FAILED: $1"
    failures=$((failures + 1))
}
# ends STATUS COMMAND...: with that status and, unless it is 0, a sentence of ours.
ends() {
    local wanted=$1 status=0
    shift
    timeout -k 5 120 "$@" >"$stage/said" 2>"$stage/complaint" </dev/null || status=$?
    if [[ $status != "$wanted" ]]; then
        fail "$* ended with $status, not $wanted"
        head -5 "$stage/complaint"
    fi
    [[ $wanted == 0 ]] || grep -qiE 'albatross: |out of memory|:[0-9]+:[0-9]+: ' "$stage/complaint" || fail "$* says nothing"
}
complains() { grep -qF -- "$1" "$stage/complaint" || { fail "nothing complains \"$1\""; head -5 "$stage/complaint"; }; }
# "${limited[@]}" "-v 1000" COMMAND...: under that limit of the shell's.
# shellcheck disable=SC2016
limited=(bash -c 'ulimit $1 && shift && exec "$@"' limited)
short=(run bad-release --until 20s --out)
has_window() { [[ $("$program" play bad-release 2>&1) != *"this build has no window"* ]]; }
# keep DIR: remembers what is in it. is_kept DIR: it is there yet, and nothing unfinished beside it.
keep() { rm -rf "$stage/kept" && cp -r "$1" "$stage/kept"; }
is_kept() { diff -r "$stage/kept" "$1" >&2 || fail "the older files in $1 are not what they were after $2"; }
# wait_for TEST...: until it holds, ten seconds at most.
wait_for() {
    for _ in {1..100}; do
        if "$@"; then return 0; fi
        sleep 0.1
    done
    return 1
}

# ---- files

ends 0 "$program" "${short[@]}" "$stage/older"
keep "$stage/older"
ends 3 "${limited[@]}" "-f 8" "$program" "${short[@]}" "$stage/older"
complains "could not be written"
complains "File too large"
is_kept "$stage/older" "a limit of files"
ends 3 "${limited[@]}" "-f 8" "$program" shot bad-release --at 1s --size 1024x640 --out "$stage/large.png"
complains "File too large"
ends 3 "$program" shot bad-release --at 1s --size 1024x640 --out "$stage/no/such/picture.png"
complains "No such file or directory"
[[ -z $(find "$stage" -name 'large.png*') ]] || fail "half a picture is left"

mkdir "$stage/small"
if mount -t tmpfs -o size=900k tmpfs "$stage/small" 2>/dev/null; then
    ends 0 "$program" run bad-release --until 1s --no-access-log --out "$stage/small/run"
    keep "$stage/small/run"
    ends 3 "$program" "${short[@]}" "$stage/small/run" --seed 9
    complains "No space left on device"
    is_kept "$stage/small/run" "a full disk"
    umount "$stage/small"
else
    echo "(no file system can be mounted here; the limit of file sizes stands for the full disk)"
fi

# Root may write anywhere, so it becomes nobody, who may not even look into root's own folders: hence the copies, and a place to be.
if [[ $(id -u) == 0 ]]; then nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups); else nobody=(); fi
mkdir "$stage/locked" && cp "$program" scenarios/bad-release.json "$stage/locked"
chmod a+rx "$stage" "$stage/locked/albatross" && chmod a+r "$stage/locked/bad-release.json" && chmod a+rx,a-w "$stage/locked"
as_nobody() {
    (cd "$stage/locked" && ends 3 "${nobody[@]}" env SDL_VIDEODRIVER=dummy ./albatross "$@" && complains "$stage/locked" && complains "Permission denied" && exit "$failures")
    failures=$?
}
ends 0 "${nobody[@]}" env "$stage/locked/albatross" validate "$stage/locked/bad-release.json"
as_nobody run bad-release.json --until 20s --out "$stage/locked/x"
! has_window || as_nobody play bad-release.json --log "$stage/locked/log"

# long_run DIR OPTION...: one that does not end by itself, in the background; its files have been begun.
long_run() {
    local directory=$1
    shift
    "$program" run bad-release --set duration=100h --until 100h --out "$directory" "$@" >"$stage/said" 2>"$stage/complaint" </dev/null &
    pids+=($!)
    wait_for test -s "$directory/access.log.part" || fail "the long run does not begin"
}

long_run "$stage/vanishing"
mv "$stage/vanishing" "$stage/gone" && rm -rf "$stage/gone"
kill -INT "${pids[-1]}"
status=0
wait "${pids[-1]}" || status=$?
[[ $status == 3 ]] || fail "a run whose directory vanished ended with $status"
complains "No such file or directory"

keep "$stage/older"
long_run "$stage/older"
kill -9 "${pids[-1]}"
wait "${pids[-1]}" 2>/dev/null
rm -f "$stage"/older/*.part
is_kept "$stage/older" "kill -9"
long_run "$stage/older"
kill -9 "${pids[-1]}"
wait "${pids[-1]}" 2>/dev/null
ends 0 "$program" "${short[@]}" "$stage/older" --no-access-log
[[ -z $(find "$stage/older" -name '*.part') ]] || fail "what a killed run left is still there after the next run"

# ---- memory: whatever the limit, it is enough and everything is as it should be, or there is a sentence. Sanitizers need address
# space of their own.

# within KB WORDS...: the program under that limit.
within() {
    local kb=$1 status=0
    shift
    rm -rf "$stage/tight" "$stage/tight.png"
    "${limited[@]}" "-v $kb" "$program" "$@" >/dev/null 2>"$stage/complaint" || status=$?
    if [[ $status == 3 ]] && grep -qi 'out of memory' "$stage/complaint"; then return; fi
    [[ $status == 0 ]] || { fail "$* ended with $status in $kb KiB"; head -3 "$stage/complaint"; }
}
# is_whole KB AMPLE TIGHT: a picture made under that limit, if there is one, is like the one made without.
pictures=0
is_whole() {
    [[ -e $3 ]] || return
    pictures=$((pictures + 1))
    cmp -s "$2" "$3" || fail "$3 made in $1 KiB is not what it should be"
}
# Below `least` the system cannot load the program's libraries, and says so itself.
if [[ $ALBATROSS_SCALE == 1 ]]; then
    "$program" shot bad-release --at 2s --size 1024x640 --out "$stage/ample.png" >/dev/null
    "$program" run bad-release --until 2s --out "$stage/ample" >/dev/null 2>&1
    least=10000
    until "${limited[@]}" "-v $least" "$program" --version >/dev/null 2>"$stage/complaint" || grep -q '^albatross: ' "$stage/complaint"; do
        least=$((least + 100))
    done
    # The first megabytes are where libraries begin, scenarios are read, fonts found and pictures drawn.
    for kb in $(seq "$least" 100 $((least + 9000))) $(seq $((least + 10000)) 2000 $((least + 60000))); do
        within "$kb" validate bad-release
        within "$kb" shot bad-release --at 2s --size 1024x640 --out "$stage/tight.png"
        is_whole "$kb" "$stage/ample.png" "$stage/tight.png"
        within "$kb" run bad-release --until 2s --out "$stage/tight"
        is_whole "$kb" "$stage/ample/charts.svg" "$stage/tight/charts.svg"
        is_whole "$kb" "$stage/ample/charts.png" "$stage/tight/charts.png"
    done
    [[ $pictures -gt 3 ]] || fail "60 MB beside the libraries are not enough for a picture"
fi

# ---- absurd scenarios: within two gigabytes, refused or served

/usr/bin/python3 - "$stage" <<'END'
import copy, json, sys
stage = sys.argv[1]
base = json.load(open("tests/valid/small.json"))
def make(name, change):
    scenario = copy.deepcopy(base)
    change(scenario)
    json.dump(scenario, open(f"{stage}/{name}.json", "w"))
endless = "x" * (12 << 20)
make("title", lambda s: s.update(title=endless))
make("mutant", lambda s: s.update(mutants=[endless]))
make("key", lambda s: s.update({endless: 1}))
make("zone", lambda s: s["regions"][0].update(zones=[endless, "b"]))
make("rate", lambda s: s["clients"][0].update(arrivals={"poisson": "1000000000/s"}))
make("targets", lambda s: s["regions"][0]["instances"][0].update(count=10**6))
make("users", lambda s: s.update(clients=[dict(s["clients"][0], name=f"c{i}", users=10**7, resolvers=10**5) for i in range(200)]))
make("instances", lambda s: s["regions"][0].update(instances=[{"x": i} for i in range(200000)]))
open(f"{stage}/hundred.json", "w").write(" " * (100 << 20))
open(f"{stage}/deep.json", "w").write("[" * (12 << 20))
open(f"{stage}/values.json", "w").write("[" + "0," * (7 << 20) + "0]")
END
enough="-v 2000000"
[[ $ALBATROSS_SCALE == 1 ]] || enough="-c 0"
for name in title mutant key zone rate targets instances hundred deep values; do
    ends 2 "${limited[@]}" "$enough" "$program" validate "$stage/$name.json"
    [[ $(wc -c <"$stage/complaint") -lt 100000 ]] || fail "the complaint about $name.json is $(wc -c <"$stage/complaint") bytes long"
done
ends 0 "${limited[@]}" "$enough" "$program" validate "$stage/users.json"
/usr/bin/python3 -c 'print("{\"at\":\"1s\",\"do\":\"none\"}\n" * 3 + "x" * (20 << 20))' >"$stage/log.jsonl"
ends 2 "${limited[@]}" "$enough" "$program" run bad-release --until 1s --commands "$stage/log.jsonl"

# ---- fonts, sizes, displays

echo '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>' >"$stage/fonts.conf"
without_fonts=(env "FONTCONFIG_FILE=$stage/fonts.conf")
ends 3 "${without_fonts[@]}" "$program" shot bad-release --at 1s --out "$stage/fontless.png"
complains "no font"
ends 3 "${without_fonts[@]}" "$program" run bad-release --until 1s --out "$stage/fontless"
complains "charts"
[[ -s $stage/fontless/metrics.csv && -s $stage/fontless/run-info.json ]] || fail "without fonts there are no numbers either"
ends 3 "${without_fonts[@]}" SDL_VIDEODRIVER=dummy "$program" play bad-release
for size in 10x10 0x0 -1x5 99999x99999 640x 1e9x1; do
    ends 2 "$program" shot bad-release --at 1s --out "$stage/size.png" --size "$size"
    ends 2 env SDL_VIDEODRIVER=dummy "$program" play bad-release --size "$size"
done

# What SDL loads for a real window and unloads again keeps memory of its own, which the leak sanitizer would count as ours.
export ASAN_OPTIONS=detect_leaks=0
if has_window; then
    ends 3 "$program" play bad-release
    complains "There is no display"
    ends 3 env SDL_VIDEODRIVER=nonsense "$program" play bad-release
    complains "nonsense"
    ends 3 env SDL_VIDEODRIVER=x11 DISPLAY=:9999 "$program" play bad-release

    SDL_VIDEODRIVER=dummy "$program" play bad-release --log "$stage/logged" >"$stage/said" 2>"$stage/complaint" </dev/null &
    pids+=($!)
    wait_for test -e "$stage/logged/commands.jsonl" || fail "play without a display to see makes no log"
    rm -rf "$stage/logged"
    sleep 1
    kill -INT "${pids[-1]}"
    status=0
    wait "${pids[-1]}" || status=$?
    [[ $status == 3 ]] || fail "play whose log vanished ended with $status"
    complains "What is pressed is not kept"
fi

# ---- play: killed, interrupted, and the display pulled out

# play_on DISPLAY LOG: in the background, on a display where xdotool presses keys.
play_on() {
    DISPLAY=$1 SDL_VIDEODRIVER=x11 "$program" play bad-release --log "$2" >"$stage/said" 2>"$stage/complaint" </dev/null &
    pids+=($!)
    wait_for has_named_window "$1" || { fail "the window does not open"; cat "$stage/complaint"; }
}
has_named_window() { DISPLAY=$1 xdotool search --name '^Albatross' >"$stage/window" 2>/dev/null && [[ -s $stage/window ]]; }
has_command() { grep -q "\"do\":\"$2\"" "$1/commands.jsonl" 2>/dev/null; }
press() {
    local display=$1
    shift
    DISPLAY=$display xdotool windowfocus "$(tail -n1 "$stage/window")" 2>/dev/null
    DISPLAY=$display xdotool key --delay 150 "$@" 2>/dev/null
}
# Space begins, `b` starts the deployment; a window that is not ready yet misses the first keys.
press_until_shift() {
    press "$display" space b
    has_command "$stage/log" shift
}
has_gone() { ! kill -0 "${pids[-1]}" 2>/dev/null || grep -q '^State:.Z' "/proc/${pids[-1]}/status" 2>/dev/null; }
# ended STATUS...: that of the last one started is one of these.
ended() {
    local status=0
    wait_for has_gone || kill -9 "${pids[-1]}"
    wait "${pids[-1]}" 2>/dev/null || status=$?
    [[ " $* " == *" $status "* ]] || { fail "play ended with $status, not $*"; cat "$stage/complaint"; }
}

if has_window && command -v Xvfb xdotool >/dev/null; then
    # Without -noreset the server begins anew when its last window has gone, and throws out whoever comes in meanwhile.
    Xvfb -displayfd 7 -screen 0 1280x800x24 -nolisten tcp -noreset 7>"$stage/display" >/dev/null 2>&1 &
    server=$!
    pids+=("$server")
    wait_for test -s "$stage/display" || fail "there is no Xvfb"
    display=:$(cat "$stage/display")

    play_on "$display" "$stage/log"
    wait_for press_until_shift || fail "what is pressed is not in the log"
    kill -9 "${pids[-1]}"
    ended 137
    printf '{"at":"400s","do":"rollb' >>"$stage/log/commands.jsonl"
    ends 0 "$program" run bad-release --until 30s --out "$stage/replayed" --commands "$stage/log/commands.jsonl"
    grep -q shift "$stage/replayed/commands.json" || fail "the log of a killed window is not replayed"
    cp "$stage/log/commands.jsonl" "$stage/killed.jsonl"

    play_on "$display" "$stage/log"
    # The window found may still be the killed one's, so the log is waited for.
    wait_for cmp -s "$stage/killed.jsonl" "$stage/log/commands-1.jsonl" || fail "the next window overwrites the log of a killed one"
    kill -INT "${pids[-1]}"
    ended 130
    complains interrupted

    # Drivers of OpenGL would crash where memory is short.
    if [[ $ALBATROSS_SCALE == 1 ]]; then
        for kb in 60000 100000 300000 500000; do
            status=0
            DISPLAY=$display SDL_VIDEODRIVER=x11 "${limited[@]}" "-v $kb" timeout --preserve-status -s INT 1 \
                "$program" play bad-release --log "$stage/tight" >/dev/null 2>"$stage/complaint" || status=$?
            [[ $status == 130 ]] || { [[ $status == 3 ]] && grep -q 'Out of memory\|out of memory' "$stage/complaint"; } ||
                fail "play ended with $status in $kb KiB"
        done
    fi

    play_on "$display" "$stage/log"
    wait_for test -e "$stage/log/commands-2.jsonl" || fail "there is no log of the third window"
    kill -9 "$server"
    ended 3
    complains "torn down"
    [[ -f $stage/log/commands.jsonl ]] || fail "the log is lost with the display"
fi

if [[ $failures -gt 0 ]]; then echo "$failures failures"; fi
exit $((failures > 0))
