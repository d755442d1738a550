#!/usr/bin/env bash
# Runs the on-device suite (tests/Device, assembly NFUnitTest) on the interpreter of the device itself.
#   NANOCLR       the host interpreter (arguments allowed), called with the .pe files in order; default: the installed `nanoclr` tool
#   NANOMDP       the metadata processor (arguments allowed: "dotnet /path/to/it.dll"); not needed where the project system makes the .pe files
#   NANOPLATFORM  folder with the .dll and .pe files of CoreLibrary, Runtime.Native, TestFramework and UnitTestLauncher
#   bash tests/device.sh [--no-build]
# Ends with "device: N passed, N failed, N skipped". Without interpreter or platform files it is skipped with one line.
set -u
cd "$(dirname "$0")/.." || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

if [ -z "${NANOCLR:-}" ]; then
    if command -v nanoclr >/dev/null; then
        NANOCLR="nanoclr run --assemblies"
    else
        echo "device: skipped, no interpreter (set NANOCLR, NANOMDP and NANOPLATFORM, or install the nanoclr tool)"
        exit 0
    fi
fi
NANOPLATFORM=${NANOPLATFORM:-packages}
for name in mscorlib nanoFramework.Runtime.Native nanoFramework.TestFramework nanoFramework.UnitTestLauncher; do
    if [ -z "$(find "$NANOPLATFORM" -name "$name.pe" -print -quit 2>/dev/null)" ]; then
        echo "device: skipped, NANOPLATFORM (${NANOPLATFORM}) holds no $name.pe"
        exit 0
    fi
done

if [ "${1:-}" != "--no-build" ]; then
    dotnet build tests/Device/NFUnitTest.nfproj -c Release -m:1 -v q --nologo -clp:NoSummary || { echo "device: 0 passed, 1 failed, 0 skipped"; exit 1; }
fi

platform() { find "$NANOPLATFORM" -name "$1" -print -quit; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
built=tests/Device/bin/Release

# What NFUnitTest stands on lies beside it, put there by the build.
ours=$(cd "$built" && ls MilliHttp.*.dll NFUnitTest.dll)
files="$(platform mscorlib.pe) $(platform nanoFramework.Runtime.Native.pe) $(platform nanoFramework.TestFramework.pe)"
hints=""
for name in mscorlib nanoFramework.Runtime.Native nanoFramework.TestFramework; do hints="$hints -loadHints $name $(platform $name.dll)"; done
for file in $ours; do hints="$hints -loadHints ${file%.dll} $built/$file"; done
for file in $ours; do
    name=${file%.dll}
    if [ -n "${NANOMDP:-}" ]; then
        if ! $NANOMDP $hints -parse "$built/$file" -compile "$out/$name.pe" false >"$out/$name.log" 2>&1 || [ ! -s "$out/$name.pe" ]; then
            cat "$out/$name.log"
            echo "device: the metadata processor refused $name"
            echo "device: 0 passed, 1 failed, 0 skipped"
            exit 1
        fi
        files="$files $out/$name.pe"
    elif [ -f "$built/$name.pe" ]; then
        files="$files $built/$name.pe"
    else
        echo "device: skipped, no metadata processor (set NANOMDP)"
        exit 0
    fi
done

# Each allocation that failed is shown by an interpreter that knows how to. An array (type 19) gets its room by compaction, or throws; but where there was
# none for a frame or an object a call was left out, and a test proves nothing.
NANOCLR_OOM=1 timeout "${DEVICE_TIMEOUT:-1200}" $NANOCLR $files "$(platform nanoFramework.UnitTestLauncher.pe)" 2>&1 | tr -d '\r' | tee "$out/run.log" \
    | grep -E "Test (passed|failed|skipped),|^figure: |xception|rror" | sed -E '/^Test passed,/ { s/^Test passed,([^,]*),([0-9]+)$/passed \1 \2/; s/ ([0-9]+)[0-9]{4}$/ \1 ms/ }; s/^Test (failed|skipped),/\1 /'
passed=$(grep -c "Test passed," "$out/run.log")
failed=$(grep -c "Test failed," "$out/run.log")
skipped=$(grep -c "Test skipped," "$out/run.log")
expected=$(grep -rhoE "^ *\[TestMethod\]" tests/Device --include=*.cs | wc -l)
if [ $((passed + failed + skipped)) != "$expected" ]; then
    echo "device: the sources hold $expected tests, $((passed + failed + skipped)) ran"
    tail -n 5 "$out/run.log"
    failed=$((failed + 1))
fi
grep "no memory for" "$out/run.log" | grep -vE "of type 19[^0-9]" >"$out/memory.log"
if [ -s "$out/memory.log" ]; then
    echo "device: the heap had no room for frames or objects: $(wc -l <"$out/memory.log") times, the first: $(grep -m 1 -o "no memory for[^]]*" "$out/memory.log")"
    failed=$((failed + 1))
fi
echo "device: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
