#!/usr/bin/env bash
# Installs what the tests need, builds, runs every suite and ends with "N passed, N failed, N skipped".
#   bash tests/run.sh            everything (under 15 minutes on two cores)
#   bash tests/run.sh --quick    without the real peers
# CI=true makes a missing real client a failure instead of a skip.
set -u
cd "$(dirname "$0")/.." || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

quick=0
for argument in "$@"; do
    case "$argument" in
        --quick) quick=1 ;;
        *) echo "run.sh: unknown argument '$argument'; the only one is --quick" >&2; exit 2 ;;
    esac
done

started=$SECONDS
say() { printf '[%3d s] %s\n' $((SECONDS - started)) "$*"; }

if ! command -v dotnet >/dev/null; then
    echo "run.sh: the .NET 10 SDK is not on PATH; install it from https://dot.net" >&2
    exit 1
fi

# The real clients, by the Debian package that brings each.
install_peers() {
    local missing=() pair
    for pair in gtlsclient:ngtcp2-client chromium:chromium curl:curl openssl:openssl gnutls-cli:gnutls-bin wrk:wrk h2load:nghttp2-client certutil:libnss3-tools; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
    done
    [ ${#missing[@]} -eq 0 ] && return
    local sudo=""
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo="sudo -n"; else
            say "not allowed to install ${missing[*]}: the tests that need them will be skipped"
            return
        fi
    fi
    if ! command -v apt-get >/dev/null; then
        say "no apt-get here to install ${missing[*]}: the tests that need them will be skipped"
        return
    fi
    say "installing ${missing[*]}"
    $sudo apt-get update -qq >/dev/null 2>&1
    local package
    for package in "${missing[@]}"; do
        DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 \
            || say "could not install $package: the tests that need it will be skipped"
    done
}

passed=0 failed=0 skipped=0
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# Runs one suite; its counts come from the result file that the runner writes, not from its prose.
suite() {
    local name=$1 project=$2 file="$results/$1.trx" p=0 f=0 s=0 code
    say "suite $name"
    dotnet test "$project" -c Release --no-build --logger "trx;LogFileName=$file" --logger "console;verbosity=minimal" 2>&1 | grep -v -E '^(Test run for|VSTest version|Starting test|A total of)'
    code=${PIPESTATUS[0]}
    if [ -f "$file" ]; then
        local counters
        counters=$(grep -o '<Counters [^>]*' "$file")
        p=$(sed -E 's/.* passed="([0-9]+)".*/\1/' <<<"$counters")
        f=$(sed -E 's/.* failed="([0-9]+)".*/\1/' <<<"$counters")
        s=$(( $(sed -E 's/.* total="([0-9]+)".*/\1/' <<<"$counters") - $(sed -E 's/.* executed="([0-9]+)".*/\1/' <<<"$counters") ))
    fi
    if [ "$code" != 0 ] && [ "$f" = 0 ]; then f=1; fi
    if [ "$code" = 0 ] && [ "$p" = 0 ]; then echo "suite $name executed no test" >&2; f=1; fi
    passed=$((passed + p)); failed=$((failed + f)); skipped=$((skipped + s))
}

[ "$quick" = 1 ] || install_peers

say "building"
if ! dotnet build MilliHttp.Nano.sln -c Release -v q --nologo -clp:NoSummary; then
    echo "the build failed" >&2
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi

suite host tests/Host/MilliHttp.Nano.Tests.Host.csproj
if [ "$quick" = 0 ]; then
    suite peers tests/Peers/MilliHttp.Nano.Tests.Peers.csproj
fi

# On the device's interpreter, where one is given; one line says so where none is.
script() {
    local line numbers
    say "suite $1"
    bash "$2" | tee "$results/$1.txt"
    line=$(tail -n 1 "$results/$1.txt")
    case "$line" in
        *" skipped, "*) skipped=$((skipped + 1)) ;;
        *" passed, "*)
            numbers=$(sed -E 's/.*: ([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped/\1 \2 \3/' <<<"$line")
            set -- $numbers
            passed=$((passed + $1)); failed=$((failed + $2)); skipped=$((skipped + $3)) ;;
        *) failed=$((failed + 1)) ;;
    esac
}
script format tests/format.sh
if [ "$quick" = 0 ]; then
    PACK_BUILT=yes script release tests/release.sh
    script boards tests/boards.sh
    script device tests/device.sh
    script interpreter tests/interpreter.sh
    script lwip tests/lwip.sh
fi

say "done"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
