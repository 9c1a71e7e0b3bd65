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

# find_scenario NAME: the file, seen from the top folder; a bare name means one of ours.
find_scenario() {
    local file=$1
    if [[ ! -e $file ]]; then
        local ours
        for ours in "$1" "scenarios/$1" "scenarios/$1.json"; do
            if [[ -e $top/$ours ]]; then
                file=$top/$ours
                break
            fi
        done
    fi
    if [[ -e $file ]]; then file=$(cd "$(dirname "$file")" && pwd -P)/$(basename "$file"); fi
    printf '%s\n' "${file#"$top"/}"
}

# make_program: installs and builds; what cmake says is only shown when it fails, or on a terminal as it goes.
make_program() {
    scripts/install-packages.sh build
    require_writable build
    configure release >build/configure.log 2>&1 || {
        cat build/configure.log >&2
        die "The build could not be configured; the reason stands above."
    }
    local quiet=()
    if [[ ! -t 1 ]]; then quiet=(-- --quiet); fi
    build release --target albatross "${quiet[@]}" || die "The program could not be built; the reason stands above."
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
        --out) out=${2:?"--out needs a folder"} ;;
        --out=*) out=${1#--out=} ;;
        --at | --at=* | --size | --size=* | --ui-scale | --ui-scale=*) for_shot+=("${words[@]}") ;;
        --seed | --seed=* | --set | --set=* | --commands | --commands=*) for_run+=("${words[@]}") for_shot+=("${words[@]}") ;;
        *) for_run+=("${words[@]}") ;;
        esac
        shift "${#words[@]}"
    done
    out=${out:-out/$(basename "$scenario" .json)}
    require_writable "$out"
    "$program" run "$scenario" --out "$out" "${for_run[@]}"
    "$program" shot "$scenario" --out "$out/window.png" "${for_shot[@]}"
    echo "The run left in $(cd "$out" && pwd -P):"
    ls -1 "$out" | sed 's/^/  /'
}

# Everything before the first option is the scenario; the caller's folder still counts here.
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
    scenario=$(find_scenario "${options[0]}")
    options=("${options[@]:1}")
fi
scenario=${scenario:-scenarios/bad-release.json}

cd "$top"
program=build/release/ui/albatross
make_program
if ! $headless && has_display; then
    status=0
    "$program" play "$scenario" "${options[@]}" || status=$?
    if [[ $status == 3 ]]; then echo "Without a window: ./run.sh --headless $scenario" >&2; fi
    exit "$status"
fi
$headless || echo "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): running headless."
fly_headless "$scenario" "${options[@]}"
