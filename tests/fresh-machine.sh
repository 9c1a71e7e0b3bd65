#!/usr/bin/env bash
# Usage: tests/fresh-machine.sh [DIR]        (as root; needs debootstrap and unshare)
#
# Tries both commands on a newly made Debian 12 that holds only the base system: once as root from a tarball, in a system
# without git and sudo, and once as a user with sudo from a clone. Each command then runs again with the network cut off.
# Before that, the ways in which installing can be refused. What is tried is the last commit; DIR (build/fresh) keeps the base.
#   DEBIAN_MIRROR=URL      where packages come from; without it, what this machine's apt uses
#   FRESH_APT_CONF=FILE    an apt.conf to add, for a mirror that needs one
#   FRESH_ONLY=WORDS       some of: refusals root user
#   FRESH_SKIP_TESTS=1     only ./run.sh
#   FRESH_ONCE=1           ./test.sh without its second time, which takes as long again
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

die() {
    echo "$*" >&2
    exit 3
}

[[ $(id -u) == 0 ]] || die "Only root can make a machine in a folder: run this as root."
for tool in debootstrap unshare; do command -v "$tool" >/dev/null || die "'$tool' is missing: apt-get install debootstrap util-linux."; done

# In a mount and process space of our own: what is mounted or started below is gone at the end, whatever happens.
if [[ -z ${FRESH_INSIDE:-} ]]; then
    FRESH_INSIDE=1 exec unshare --mount --pid --fork --kill-child --mount-proc "${BASH_SOURCE[0]}" "$@"
fi

# inside USER COMMAND: a login on the machine, with the empty environment and the locale of a fresh one.
inside() {
    local user=$1 command=$2 home=/root
    if [[ $user != root ]]; then home=/home/$user; fi
    env -i HOME="$home" USER="$user" TERM=dumb PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        chroot --userspec="$user" --groups= "$machine" /bin/bash -c "cd '$home/albatross' && $command" </dev/null
}

# The offline half of `inside_offline`, below.
if [[ ${1:-} == --inside ]]; then
    machine=$2
    inside "$3" "$4"
    exit
fi

mkdir -p "${1:-$top/build/fresh}"
dir=$(cd "${1:-$top/build/fresh}" && pwd -P)
passed=0 failed=0

# The first archive that this machine's own apt knows, in either of its two formats.
find_mirror() {
    cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
        grep -oE '^(URIs:|deb .*)[^#]*https?://[^ ]*debian/?( |$)' | grep -oE 'https?://[^ ]*' | head -n 1
}

make_base() {
    [[ ! -e $dir/base/etc/debian_version ]] || return 0
    local mirror=${DEBIAN_MIRROR:-$(find_mirror || true)}
    echo "== debootstrap bookworm (minbase)"
    rm -rf "$dir/base.partial"
    debootstrap --variant=minbase bookworm "$dir/base.partial" "${mirror:-http://deb.debian.org/debian}" >"$dir/debootstrap.log" 2>&1 ||
        die "debootstrap failed; see $dir/debootstrap.log"
    mv "$dir/base.partial" "$dir/base"
}

# make_machine NAME: a copy of the base that can be thrown away; the packages it downloads are kept for the next one.
make_machine() {
    machine=$dir/$1
    rm -rf "$machine"
    cp -a "$dir/base" "$machine"
    cp -L /etc/resolv.conf "$machine/etc/resolv.conf"
    echo "127.0.0.1 localhost $(hostname)" >"$machine/etc/hosts"
    if [[ -n ${FRESH_APT_CONF:-} ]]; then cp "$FRESH_APT_CONF" "$machine/etc/apt/apt.conf.d/90fresh"; fi
    if [[ -n ${http_proxy:-} ]]; then echo "Acquire::http::Proxy \"$http_proxy\";" >"$machine/etc/apt/apt.conf.d/91proxy"; fi
    mkdir -p "$dir/archives/partial" "$machine/dev/shm" "$machine/dev/pts"
    # Packages already there would be installed without a network, which is not what the refusals are about.
    if [[ $1 != refusals ]]; then mount --bind "$dir/archives" "$machine/var/cache/apt/archives"; fi
    mount -t proc proc "$machine/proc"
    mount -t tmpfs tmpfs "$machine/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$machine/dev/pts"
}

discard_machine() {
    local mounted
    for mounted in dev/pts dev/shm proc var/cache/apt/archives; do
        if mountpoint -q "$machine/$mounted"; then umount "$machine/$mounted"; fi
    done
    rm -rf --one-file-system "$machine"
}

# inside, with the network cut off.
inside_offline() {
    unshare --net "${BASH_SOURCE[0]}" --inside "$machine" "$@"
}

# check TITLE COMMAND...: one line a check, and on failure what was said.
check() {
    local title=$1 began=$SECONDS log
    log="$dir/$(tr -cs '[:alnum:]\n' - <<<"$title").log"
    shift
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        echo "passed  $title ($((SECONDS - began)) s)"
    else
        failed=$((failed + 1))
        echo "FAILED  $title ($((SECONDS - began)) s); its last words, more in $log:"
        tail -n 15 "$log" | sed 's/^/    /'
    fi
}

# refuses WORDS COMMAND...: the command must fail, and its last line must be one sentence holding WORDS.
refuses() {
    local words=$1 said
    shift
    if said=$("$@" 2>&1); then
        echo "it did not refuse: $said"
        return 1
    fi
    echo "$said"
    tail -n 1 <<<"$said" | grep -qF "$words"
}

# left_behind: what a headless run must leave.
left_behind() {
    local file
    for file in metrics.csv metrics-wide.csv access.log events.csv summary.json charts.svg charts.png run-info.json window.png; do
        [[ -s $1/$file ]] || {
            echo "missing or empty: $file"
            return 1
        }
    done
}

tests_pass() {
    local said
    said=$("$@" 2>&1) || true
    echo "$said"
    tail -n 1 <<<"$said" | grep -qxE '[1-9][0-9]* passed, 0 failed'
}

from_tarball() {
    mkdir -p "$1"
    git -c safe.directory='*' -C "$top" archive HEAD | tar -x -C "$1"
}

add_user() {
    chroot "$machine" useradd --create-home --shell /bin/bash pilot
}

# both_commands USER: what README promises, online and then offline.
both_commands() {
    local user=$1 home=/root
    if [[ $user != root ]]; then home=/home/$user; fi
    check "$user: ./run.sh" inside "$user" ./run.sh
    check "$user: ./run.sh left its files" left_behind "$machine$home/albatross/out/bad-release"
    check "$user: ./run.sh again without a network" inside_offline "$user" ./run.sh
    [[ -z ${FRESH_SKIP_TESTS:-} ]] || return 0
    check "$user: ./test.sh" tests_pass inside "$user" ./test.sh
    [[ -z ${FRESH_ONCE:-} ]] || return 0
    check "$user: ./test.sh again without a network" tests_pass inside_offline "$user" ./test.sh
}

try_refusals() {
    make_machine refusals
    from_tarball "$machine/root/albatross"
    check "root without a network is told so" refuses "is there a network?" inside_offline root ./run.sh
    check "root without a network is told so by ./test.sh" refuses "0 passed, 1 failed" inside_offline root ./test.sh
    add_user
    from_tarball "$machine/home/pilot/albatross"
    chroot "$machine" chown -R pilot: /home/pilot/albatross
    check "a user without sudo is told so" refuses "run this as root" inside pilot ./run.sh
    discard_machine
}

try_root() {
    make_machine root
    from_tarball "$machine/root/albatross"
    both_commands root
    discard_machine
}

try_user() {
    make_machine user
    check "sudo is installed for the user" chroot "$machine" sh -c 'apt-get update && apt-get install -y --no-install-recommends sudo'
    add_user
    echo 'pilot ALL=(ALL:ALL) NOPASSWD: ALL' >"$machine/etc/sudoers.d/pilot"
    git -c safe.directory='*' clone --quiet --no-hardlinks "$top" "$machine/home/pilot/albatross"
    chroot "$machine" chown -R pilot: /home/pilot/albatross
    both_commands pilot
    discard_machine
}

make_base
for trial in ${FRESH_ONLY:-refusals root user}; do
    echo "== $trial"
    "try_$trial"
done
echo "$passed passed, $failed failed"
[[ $failed == 0 ]]
