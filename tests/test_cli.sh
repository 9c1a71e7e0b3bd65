#!/usr/bin/env bash
# The program as it is typed: every subcommand, every way to end, and what is left behind.
set -uo pipefail
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
export XDG_STATE_HOME=$stage/state
unset DISPLAY WAYLAND_DISPLAY SDL_VIDEODRIVER
cd "$ALBATROSS_SOURCE_DIR"

failures=0
fail() {
    echo "FAILED: $1"
    failures=$((failures + 1))
}
# run STATUS ARGUMENT...: standard output and error are left in $stage.
run() {
    local wanted=$1 status=0
    shift
    "$ALBATROSS_PROGRAM" "$@" >"$stage/said" 2>"$stage/complaint" </dev/null || status=$?
    if [[ $status != "$wanted" ]]; then
        fail "albatross $* ended with $status, not $wanted"
        cat "$stage/said" "$stage/complaint"
    fi
}
says() { grep -qF -- "$1" "$stage/said" || { fail "nothing says \"$1\""; cat "$stage/said"; }; }
complains() { grep -qF -- "$1" "$stage/complaint" || { fail "nothing complains \"$1\""; cat "$stage/complaint"; }; }
is_silent() { [[ ! -s $stage/complaint ]] || { fail "$1 complains"; cat "$stage/complaint"; }; }
is_json() { /usr/bin/python3 -c 'import json, sys; json.load(open(sys.argv[1]))' "$1" || fail "$2 is no JSON"; }
short=(bad-release --until 20s)

# Each subcommand has its help, by both ways, and refuses what it does not know.
for subcommand in play run check validate shot list algorithms facts schema help; do
    run 0 "$subcommand" --help
    says "Usage: albatross $subcommand"
    cp "$stage/said" "$stage/help"
    run 0 help "$subcommand"
    cmp -s "$stage/said" "$stage/help" || fail "help $subcommand differs from $subcommand --help"
    run 2 "$subcommand" --no-such-option
    complains "$subcommand knows no option \"--no-such-option\""
    if [[ $subcommand != help ]]; then
        run 0 help
        says "  $subcommand "
    fi
done
run 0 --version
says "albatross "
run 2
run 2 chekc
complains 'Did you mean "check"?'
run 2 help chekc
complains 'Did you mean "check"?'
run 2 run bad-release --sede 3
complains 'Did you mean "--seed"?'
run 2 run bad-release --seed 0
run 2 run bad-release --seed -1
run 2 run bad-release --until soon
run 2 run bad-release --until
run 2 run bad-release --period 500ms --out "$stage/none"
run 2 run bad-release --json=yes
run 2 run
run 2 run bad-release another
run 2 run bad-releese
complains 'Did you mean "bad-release"?'
run 2 run scenarios
run 2 run bad-release --set duration
run 2 run bad-release --set no.such.path=1
[[ ! -e $stage/none ]] || fail "a refused run left a folder"

# What is found, and what it says of itself.
run 0 list
says "bad-release"
run 0 list --json
is_json "$stage/said" "list --json"
for file in scenarios/*.json; do
    name=$(basename "$file" .json)
    if [[ $name == schema ]]; then
        if grep -q '"name": "schema"' "$stage/said"; then fail "the schema is no scenario"; fi
    else
        says "\"name\": \"$name\""
    fi
done
(cd "$stage" && "$ALBATROSS_PROGRAM" list >said 2>&1 && grep -q bad-release said) || fail "elsewhere, the source tree's scenarios are not found"
run 0 algorithms
says "least_outstanding_requests"
says "not offered by ALB"
run 0 algorithms --json
is_json "$stage/said" "algorithms --json"
run 0 facts
says "documented"
says "not modelled"
run 0 facts DRAINING
says "ELB-216"
if grep -q "ELB-112 " "$stage/said"; then fail "facts DRAINING shows a fact about rules"; fi
run 0 facts --json
is_json "$stage/said" "facts --json"
says '"id": "ELB-101"'
run 0 facts --markdown
cmp "$stage/said" docs/fidelity.md || fail "docs/fidelity.md is not what facts --markdown prints"
run 0 facts --json no-such-word
is_json "$stage/said" "facts --json without any"
run 2 facts two words
run 0 schema
is_json "$stage/said" "the schema"

# Reading and checking.
run 0 validate bad-release scenarios/bad-release.json
is_silent validate
run 0 validate scenarios/schema.json bad-release
complains "passed over"
sed 's/"duration"/"duratoin"/; s/"Mumbai"/"Mumbay"/' scenarios/bad-release.json >"$stage/broken.json"
run 2 validate "$stage/broken.json" bad-release
grep -qE '^[^:]*broken\.json:[0-9]+:[0-9]+: ' "$stage/complaint" || fail "a finding has no place"
complains duration
complains Mumbai
says "bad-release.json: valid"
run 2 validate --json "$stage/broken.json"
is_json "$stage/said" "validate --json"
says '"valid": false'
says '"line": '
echo '{ "albatross": 1, ' >"$stage/torn.json"
run 2 run "$stage/torn.json" --out "$stage/none"
complains "torn.json:"
run 2 validate "$stage/no-such.json"

# Expectations and mutants. What this scenario expects holds; its mutant breaks it.
make() {
    /usr/bin/python3 - "$1" "$2" "$3" >"$stage/$1.json" <<'END'
import json, sys
scenario = json.load(open("scenarios/bad-release.json"))
scenario["duration"] = "20s"
scenario["timeline"] = [{"at": "5s", "do": "shift", "release": "v2", "weight": 50}]
scenario["title"] = sys.argv[1]
scenario["expect"] = json.loads(sys.argv[2])
scenario["mutants"] = json.loads(sys.argv[3])
json.dump(scenario, sys.stdout)
END
}
errors='{"metric": "HTTPCode_Target_5XX_Count", "dimensions": {"LoadBalancer": "web"}, "stat": "Sum", "is": "IS"}'
healed='"launch_templates.v2.errors=0"'
harmless='"seed=43"'
make good "[${errors/IS/> 0}]" "[$healed]"
make bad "[${errors/IS/== 0}]" "[$healed]"
make blind "[${errors/IS/> 0}]" "[$healed, $harmless]"
make impossible "[${errors/IS/> 0}]" '["clients.0.users=1000", "launch_templates.v2.errors=0"]'
make nothing "[]" "[]"
make untested "[${errors/IS/> 0}]" "[]"
run 0 check "$stage/good.json"
says "  ok      Sum of HTTPCode_Target_5XX_Count"
run 0 check "$stage/good.json" --mutants
says "with launch_templates.v2.errors=0"
run 1 check "$stage/bad.json" "$stage/good.json"
says "  FAILED  Sum of HTTPCode_Target_5XX_Count"
run 0 check "$stage/blind.json"
run 1 check "$stage/blind.json" --mutants
says "  FAILED  with seed=43"
run 0 check "$stage/nothing.json"
run 1 check "$stage/nothing.json" --mutants
says "it expects nothing"
run 1 check "$stage/untested.json" --mutants
run 2 check "$stage/good.json" "$stage/broken.json"
run 1 check --json --mutants "$stage/bad.json"
is_json "$stage/said" "check --json"
run 0 check --seed 7 "$stage/good.json"

# A run without files tells a summary and nothing else.
run 0 run "${short[@]}"
says "availability"
is_silent "a run in a pipe"
run 0 run "${short[@]}" --json
is_json "$stage/said" "run --json"
says '"complete": true'

# A run with files: all of them, the same again, and the same from its commands.
files="metrics.csv metrics-wide.csv access.log events.csv trail.json commands.json summary.json charts.svg charts.png"
run 0 run "${short[@]}" --out "$stage/a/b" --period 1s
is_silent "a run with files in a pipe"
run 0 run --period=1 --until=20 --out="$stage/again" -- bad-release
for file in $files; do
    [[ -s $stage/a/b/$file ]] || fail "a run leaves no $file"
    cmp "$stage/a/b/$file" "$stage/again/$file" || fail "$file differs between equal runs"
done
is_json "$stage/a/b/summary.json" summary.json
is_json "$stage/a/b/run-info.json" run-info.json
grep -q '"invocation": "albatross run bad-release' "$stage/a/b/run-info.json" || fail "run-info.json misses the invocation"
[[ -z $(find "$stage/a" -name '*.part*') ]] || fail "a run leaves unfinished files"
run 0 run "${short[@]}" --out "$stage/seed" --seed 7 --no-access-log --detail
[[ ! -e $stage/seed/access.log ]] || fail "--no-access-log leaves one"
run 0 run "${short[@]}" --out "$stage/pair" --seed 18446744073709551615 --json
cp "$stage/said" "$stage/said.json"
/usr/bin/python3 - "$stage/said.json" "$stage/pair/summary.json" <<'END' || fail "--json and summary.json differ"
import json, sys
said, kept = (json.load(open(path)) for path in sys.argv[1:])
named = {"seed", "scenario_hash", "command_hash", "run_hash", "commands", "events", "requests", "lost", "response_time_s"}
wrong = {name for name in said if said[name] != kept.get(name)} | named - set(said)
print(wrong)
sys.exit(len(wrong) > 0)
END
run 0 run "${short[@]}" --out "$stage/pair" --no-access-log
[[ ! -e $stage/pair/access.log ]] || fail "an older run's access.log is left beside a run without one"
cmp -s "$stage/a/b/metrics.csv" "$stage/seed/metrics.csv" && fail "another seed makes the same run"
run 0 run "${short[@]}" --out "$stage/set" --period 1s --set regions.ap-south-1.target_groups.blue.algorithm=round_robin
cmp -s "$stage/a/b/metrics.csv" "$stage/set/metrics.csv" && fail "--set changes nothing"

printf '%s\n' '{"at":"4s","do":"shift","release":"v2","weight":50}' '{"at":"9s","do":"rollback","release":"v2"}' >"$stage/log.jsonl"
run 0 run "${short[@]}" --out "$stage/pressed" --period 1s --commands "$stage/log.jsonl"
run 0 run "${short[@]}" --out "$stage/replayed" --period 1s --commands "$stage/pressed/commands.json"
for file in $files; do
    cmp "$stage/pressed/$file" "$stage/replayed/$file" || fail "$file differs when commands.json is replayed"
done
cmp -s "$stage/a/b/metrics.csv" "$stage/pressed/metrics.csv" && fail "--commands changes nothing"
run 2 run "${short[@]}" --commands "$stage/no-such.json"
echo '[{"at":"1s","do":"dance"}]' >"$stage/wrong.json"
run 2 run "${short[@]}" --commands "$stage/wrong.json"
complains dance

# The outside world fails.
echo "here first" >"$stage/occupied"
run 3 run "${short[@]}" --out "$stage/occupied/below"
complains "could not be written"
[[ $(id -u) == 0 ]] || { mkdir "$stage/locked" && chmod a-w "$stage/locked" && run 3 run "${short[@]}" --out "$stage/locked/x"; }
if [[ -w /dev/full ]]; then
    for words in "list" "run ${short[*]}" "algorithms --json" "help"; do
        status=0
        # shellcheck disable=SC2086
        "$ALBATROSS_PROGRAM" $words >/dev/full 2>"$stage/complaint" || status=$?
        [[ $status == 3 ]] || fail "$words >/dev/full ended with $status"
        complains "could not be written"
    done
fi

# Ctrl-C: whatever there is, is whole and says so.
"$ALBATROSS_PROGRAM" run bad-release --set duration=20h --until 20h --no-access-log --out "$stage/broken-off" >"$stage/said" 2>"$stage/complaint" &
pid=$!
sleep 1.5
kill -INT "$pid"
status=0
wait "$pid" || status=$?
[[ $status == 130 ]] || fail "an interrupted run ended with $status"
for file in ${files/access.log/} run-info.json; do [[ -s $stage/broken-off/$file ]] || fail "an interrupted run leaves no $file"; done
[[ -z $(find "$stage/broken-off" -name '*.part*') ]] || fail "an interrupted run leaves unfinished files"
grep -q '"complete": false' "$stage/broken-off/summary.json" || fail "an interrupted run calls itself complete"
is_json "$stage/broken-off/trail.json" trail.json
complains interrupted

# A terminal is told how far it is; the line is gone at the end.
/usr/bin/python3 - "$ALBATROSS_PROGRAM" <<'END' || fail "a terminal sees no progress"
import os, pty, re, sys
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[1], [sys.argv[1], "run", "bad-release", "--until", "20m"])
told = []
try:
    while piece := os.read(terminal, 4096):
        told.append(piece)
except OSError:
    pass  # how Linux tells that the other side is closed
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
text = b"".join(told).decode()
lines = re.findall(r"(\d+:\d\d) of 20:00  [0-9\u202f]+ requests  [0-9.e+]+x  \d+:\d\d left", text)
sys.exit(not (status == 0 and lines and text.rfind("\033[K") > text.rfind(" left")))
END

# A command that makes no sense when its moment comes is told, and the run goes on.
echo '{"at":"4s","do":"crash","instance":"ap-south-1/nobody"}' >"$stage/late.jsonl"
run 0 run "${short[@]}" --commands "$stage/late.jsonl"
complains "a command was refused"

# Pictures, and the window where there is none.
run 0 shot bad-release --at 5s --size 1280x720 --out "$stage/shot.png"
run 0 shot bad-release --at 5s --size=1280x720 --out "$stage/shot-again.png"
cmp "$stage/shot.png" "$stage/shot-again.png" || fail "equal pictures differ"
run 0 shot bad-release --at 5s --size=1280x720 --out "$stage/light.png" --light --seed 7
cmp -s "$stage/shot.png" "$stage/light.png" && fail "--light shows nothing"
[[ $(od -An -tx1 -j16 -N8 "$stage/shot.png" | tr -d ' \n') == 00000500000002d0 ]] || fail "the picture is not 1280x720"
run 2 shot bad-release --at 5s
run 2 shot bad-release --at 5h --out "$stage/late.png"
run 2 shot bad-release --size 640x480 --out "$stage/small.png"
run 2 shot bad-release --size big --out "$stage/small.png"
run 3 shot bad-release --at 1s --out "$stage/occupied/shot.png"
run 3 play bad-release
run 3 play
run 2 play bad-release --at 5h
run 2 play bad-releese

if [[ $failures -gt 0 ]]; then echo "$failures failures"; fi
exit $((failures > 0))
