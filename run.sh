#!/usr/bin/env bash
# Installs what is missing, builds what changed, and plays a scenario.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
source "$top/scripts/common.sh"

usage() {
    cat <<'END'
Usage: ./run.sh [SCENARIO] [options]

Installs missing packages (Debian 12, as root or with sudo), builds, and plays SCENARIO in a window. SCENARIO is a file, or the
name of one in scenarios/; without one it is bad-release. Without a display it runs headless and leaves CSV files, charts
and a picture in out/<name>.

  --headless        run without a window even if there is a display
  --out DIR         headless: leave the files in DIR
  anything else     is handed to albatross: --seed N, --size WxH, --ui-scale X, --at T (play);
                    --seed N, --until T, --set PATH=VALUE, --commands LOG, --period P (headless)
END
}

# A window can open where a display server is named; macOS and Windows name none.
has_display() {
    [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} || $(uname) == Darwin ]]
}

# as_seen_from_here FILE: the shorter name of something below the folder we stand in.
as_seen_from_here() {
    printf '%s\n' "${1#"$(pwd -P)"/}"
}

# find_scenario NAME: the caller's file, or one of ours by its name; a name that leads nowhere is left for the program to refuse.
find_scenario() {
    local file
    for file in "$1" "$top/$1" "$top/scenarios/$1" "$top/scenarios/$1.json"; do
        if [[ -f $file ]]; then
            as_seen_from_here "$file"
            return
        fi
    done
    printf '%s\n' "$1"
}

# quietly LOG COMMAND...: what the command says is shown only when it fails.
quietly() {
    local log=$1
    shift
    "$@" >"$log" 2>&1 || {
        cat "$log" >&2
        return 1
    }
}

# make_program: installs and builds. A terminal sees the compiler's progress, a pipe only what went wrong.
make_program() {
    scripts/install-packages.sh build
    require_writable build
    quietly build/configure.log configure release || die "The build could not be configured; the reason stands above."
    local how=(quietly build/build.log)
    if [[ -t 1 ]]; then how=(); fi
    "${how[@]}" build release --target albatross || die "The program could not be built; the reason stands above."
}

# fly_headless SCENARIO [option...]: what `run` and `shot` both leave. Options of the picture go to `shot`, those of the run to
# `run`, those that change what happens to both.
fly_headless() {
    local scenario=$1 out='' for_run=() for_shot=()
    shift
    while [[ $# -gt 0 ]]; do
        local words=("$1")
        if [[ $1 == --* && $1 != *=* && $# -gt 1 && $2 != --* ]] || [[ $1 == --set && $# -gt 1 ]]; then words+=("$2"); fi
        case $1 in
        --out)
            if [[ ${#words[@]} == 1 ]]; then
                echo "--out needs a folder." >&2
                exit 2
            fi
            out=$2
            ;;
        --out=*) out=${1#--out=} ;;
        --at | --at=* | --size | --size=* | --ui-scale | --ui-scale=*) for_shot+=("${words[@]}") ;;
        --seed | --seed=* | --set | --set=* | --commands | --commands=*) for_run+=("${words[@]}") for_shot+=("${words[@]}") ;;
        *) for_run+=("${words[@]}") ;;
        esac
        shift "${#words[@]}"
    done
    out=${out:-$(as_seen_from_here "$top/out/$(basename "$scenario" .json)")}
    require_writable "$out"
    "$program" run "$scenario" --out "$out" "${for_run[@]}"
    "$program" shot "$scenario" --out "$out/window.png" "${for_shot[@]}"
    echo "The run left in $(cd "$out" && pwd -P):"
    ls -1 "$out" | sed 's/^/  /'
}

scenario='' options=() headless=false
for argument in "$@"; do
    case $argument in
    -h | --help)
        usage
        exit 0
        ;;
    --headless) headless=true ;;
    *) options+=("$argument") ;;
    esac
done
if [[ ${#options[@]} -gt 0 && ${options[0]} != -* ]]; then
    scenario=${options[0]}
    options=("${options[@]:1}")
fi
scenario=$(find_scenario "${scenario:-bad-release}")

# Building happens in the top folder, flying where the caller stands: that is what file names in options are relative to.
(cd "$top" && make_program)
program=$top/build/release/ui/albatross
if ! $headless && has_display; then
    status=0
    "$program" play "$scenario" "${options[@]}" || status=$?
    if [[ $status == 3 ]]; then echo "Without a window: ./run.sh --headless $scenario" >&2; fi
    exit "$status"
fi
$headless || echo "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): running headless."
fly_headless "$scenario" "${options[@]}"
