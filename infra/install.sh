#!/usr/bin/env bash
# Installs what is missing for building, running and testing the hub, and nothing else:
#
#   infra/install.sh [build] [servers] [nextest] [buf] [deny] [examples] [clocks] [interop]  (all but the last two by default)
#
#   build     cargo is looked for; a C compiler and linker, from Debian packages
#   servers   PostgreSQL's and NATS's server programs, from Debian packages
#   nextest   cargo-nextest, which runs the tests, compiled here
#   buf       buf, which checks proto/, and Spectral, which checks the documents that are made from it, as packages for Node.js in
#             infra/tools/node_modules
#   deny      cargo-deny, which checks licences and sources of dependencies, compiled here
#   examples  the libraries of the examples in infra/examples, for those of Python and Node.js that are there
#   clocks    libfaketime, with which `make faults` gives a process another system clock, from Debian packages
#   interop   the independent implementation that `make interop` exchanges credentials with, packages for Node.js in
#             libs/credentials/interop/node_modules
#
# Debian packages need root, or sudo without a password. Without either, this says what to install and goes on:
# whoever calls it finds out by itself what it can do with what is there.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly NEXTEST=0.9.143
readonly DENY=0.20.2

# Debian packages that are missing, and programs that are.
packages=()
wanted=()

main() {
    local groups=("$@")
    [ $# -gt 0 ] || groups=(build servers nextest buf deny examples)
    local group
    for group in "${groups[@]}"; do
        case $group in
            build) look_for_build_tools ;;
            servers) look_for_servers ;;
            buf | interop) look_for_node ;;
            clocks) look_for_clocks ;;
            nextest | deny | examples) ;;
            *) say "unknown: $group (known: build servers nextest buf deny examples clocks interop)"; exit 64 ;;
        esac
    done
    install_packages
    for group in "${groups[@]}"; do
        case $group in
            nextest) install_nextest ;;
            buf) install_node_packages infra/tools "checking the contract" ;;
            interop) install_node_packages libs/credentials/interop "exchanging credentials" ;;
            deny) install_deny ;;
            examples) install_examples ;;
        esac
    done
}

say() { printf 'install: %s\n' "$*" >&2; }

have() { command -v "$1" >/dev/null 2>&1; }

want() { wanted+=("$1"); packages+=("${@:2}"); }

look_for_build_tools() {
    have cargo || say "cargo is missing; install Rust 1.90 or later (Debian's own is too old), for instance with rustup"
    have cc || want "a C compiler" gcc libc6-dev
}

# The same places as local::Binaries looks in.
look_for_servers() {
    local folder folders postgres='' nats=''
    IFS=: read -r -a folders <<<"$PATH"
    for folder in "${folders[@]}" /usr/lib/postgresql/*/bin /usr/local/bin /usr/local/sbin /usr/sbin /usr/bin; do
        if [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ]; then postgres=$folder; fi
        if [ -x "$folder/nats-server" ]; then nats=$folder; fi
    done
    [ -n "$postgres" ] || want PostgreSQL postgresql
    [ -n "$nats" ] || want nats-server nats-server
}

# The same places as tests/faults/faults/clock.rs looks in.
look_for_clocks() {
    compgen -G '/usr/lib/*/faketime/libfaketime.so.1' >/dev/null || [ -e /usr/lib/faketime/libfaketime.so.1 ] ||
        want libfaketime libfaketime
}

look_for_node() {
    have npm || want npm nodejs npm
}

install_packages() {
    [ ${#packages[@]} -gt 0 ] || return 0
    local missing
    missing=$(printf ', %s' "${wanted[@]}")
    say "missing: ${missing:2}"
    if ! have apt-get; then
        say "there is no apt-get here; please install that by other means"
    elif ! as_root bash -s -- "${packages[@]}" < <(declare -f say quietly; echo 'quietly "$@"'); then
        say "could not install it; please do:  apt-get install --no-install-recommends ${packages[*]}"
    fi
}

# Runs a command as root, or fails: it never asks for a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        say "this needs root, or sudo without a password"
        return 1
    fi
}

# Installs packages without the services that usually come with them: the hub starts its own servers, and this
# machine may have a database cluster or a nats-server already that is no business of ours. Runs as root, in a shell
# of its own.
quietly() {
    set -euo pipefail
    export DEBIAN_FRONTEND=noninteractive
    local policy=/usr/sbin/policy-rc.d
    local no_cluster=/etc/postgresql-common/createcluster.d/schakelpunt.conf
    temporary=()
    trap 'rm -f "${temporary[@]}"' EXIT
    # Packages ask this program whether they may start their services; 101 is no.
    if [ ! -e "$policy" ]; then
        temporary+=("$policy")
        printf '#!/bin/sh\n# Put here by infra/install.sh of schakelpunt while it installs packages; may be removed.\nexit 101\n' >"$policy"
        chmod 755 "$policy"
    fi
    # PostgreSQL's package creates a cluster named main at its first installation unless this is set.
    if [ ! -e "$no_cluster" ]; then
        temporary+=("$no_cluster")
        mkdir -p "$(dirname "$no_cluster")"
        echo 'create_main_cluster = false' >"$no_cluster"
    fi
    local known_nats=''
    [ ! -e /lib/systemd/system/nats-server.service ] || known_nats=yes
    say "apt-get install $*"
    local output
    output=$(mktemp)
    temporary+=("$output")
    # A source of packages that cannot be reached may be one we do not need.
    apt-get -q -o DPkg::Lock::Timeout=300 update >"$output" 2>&1 || true
    if ! apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold \
        install --no-install-recommends "$@" </dev/null >>"$output" 2>&1; then
        tail -n 40 "$output" >&2
        return 1
    fi
    # What was not started now would be at the next boot.
    if [ -z "$known_nats" ]; then
        rm -f /etc/systemd/system/multi-user.target.wants/nats-server.service
    fi
}

# Both are compiled without optimisation: that takes a third of the time, and they mostly wait for others. Measured
# on two cores: nextest 2 to 3 minutes, deny 1.
install_nextest() {
    ! cargo nextest --version >/dev/null 2>&1 || return 0
    # Its own updater, which we leave out, is a good part of its dependencies.
    compile cargo-nextest "$NEXTEST" --no-default-features --features default-no-update ||
        say "could not install cargo-nextest; tests will run with cargo test"
}

install_deny() {
    ! cargo deny --version >/dev/null 2>&1 || return 0
    compile cargo-deny "$DENY" || say "could not install cargo-deny; its checks will be skipped"
}

compile() {
    have cargo || return 1
    say "compiling $1 $2"
    CARGO_PROFILE_DEV_DEBUG=none cargo install --quiet --locked --debug "$1" --version "$2" "${@:3}"
}

# Packages for Node.js, of a folder with a package-lock.json; and what is skipped without them.
install_node_packages() {
    local folder=$1 skipped=$2
    # Up to date: npm writes this file last, and the versions are pinned in package-lock.json.
    [ ! "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] || return 0
    have npm || { say "npm is missing; $skipped will be skipped"; return 0; }
    say "installing the packages of $folder"
    (cd "$folder" && npm ci --ignore-scripts --silent) ||
        say "could not install the packages of $folder; $skipped will be skipped"
}

# Nobody needs both languages: what is not there is not installed for it.
install_examples() {
    have npm && install_node_packages infra/examples/node "its examples"
    install_python_packages infra/examples/python
}

install_python_packages() {
    local folder=$1
    have python3 || { say "python3 is missing; its examples will be skipped"; return 0; }
    [ ! "$folder/.venv/installed" -nt "$folder/requirements.txt" ] || return 0
    say "installing the packages of $folder"
    (
        cd "$folder"
        python3 -m venv .venv && .venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt &&
            touch .venv/installed
    ) || { rm -rf "$folder/.venv"; say "could not install the packages of $folder; its examples will be skipped"; }
}

main "$@"
