#!/bin/bash
# Fuzzing with coverage: tests/fuzz.sh TARGET HOURS. Needs afl-fuzz (Debian: afl++) and the sharpfuzz tool
# (dotnet tool install --global SharpFuzz.CommandLine). The assemblies are instrumented in a copy; findings lie in DIRECTORY/findings.
# Without either: dotnet run --project tests/Fuzz -c Release -- TARGET --random SECONDS [--seed N]
set -e
cd "$(dirname "$0")/.."
if [ $# -ne 2 ]; then
    echo "usage: tests/fuzz.sh TARGET HOURS; targets:"
    dotnet run --project tests/Fuzz -c Release -- --list
    exit 2
fi
target=$1
seconds=$(awk -v h="$2" 'BEGIN { printf "%d", h * 3600 }')
command -v afl-fuzz > /dev/null || { echo "afl-fuzz is missing"; exit 2; }
sharpfuzz=$(command -v sharpfuzz || echo "$HOME/.dotnet/tools/sharpfuzz")
[ -x "$sharpfuzz" ] || { echo "sharpfuzz is missing"; exit 2; }
directory=${FUZZ_DIRECTORY:-$(mktemp -d /tmp/millihttp-fuzz.XXXXXX)}
dotnet publish tests/Fuzz -c Release -o "$directory/bin"
dotnet "$directory/bin/MilliHttp.Nano.Tests.Fuzz.dll" "$target" --corpus "$directory/seeds"
for assembly in "$directory"/bin/MilliHttp.Nano.{Tls,Quic,Http,Http3,Firmware}.dll; do
    "$sharpfuzz" "$assembly" > /dev/null
done
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 DOTNET_TieredPGO=0
nice afl-fuzz -i "$directory/seeds" -o "$directory/findings" -V "$seconds" -t 10000 -m none \
    dotnet "$directory/bin/MilliHttp.Nano.Tests.Fuzz.dll" "$target" --afl
echo "findings: $directory/findings; replay: dotnet run --project tests/Fuzz -c Release -- $target --replay FILE"
ls "$directory/findings/default/crashes" | grep -v README && exit 1 || exit 0
