#!/usr/bin/env bash
# Builds the image of every board, each against its own heap, and tries what must not build.
#   bash tests/boards.sh
# Ends with "boards: N passed, N failed, N skipped".
set -u
cd "$(dirname "$0")/.." || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

image() { dotnet build boards/Image/MilliHttp.Nano.Image.nfproj -c Release -m:1 -v q --nologo -clp:NoSummary "$@" >"$log" 2>&1; }

builds() { # name, properties
    local name=$1; shift
    if image "$@" && ! grep -q "warning" "$log"; then passed=$((passed + 1)); echo "passed $name"; else failed=$((failed + 1)); echo "failed $name"; tail -n 5 "$log"; fi
}

refuses() { # name, what the message must hold, properties
    local name=$1 text=$2; shift 2
    if ! image "$@" && grep -q "$text" "$log"; then passed=$((passed + 1)); echo "passed $name"; else failed=$((failed + 1)); echo "failed $name"; tail -n 5 "$log"; fi
}

for props in boards/*/board.props; do
    board=$(basename "$(dirname "$props")")
    builds "$board" -p:Board="$board"
done
builds "M5Core2 with HMAC and AES of the platform" -p:Board=M5Core2 -p:BoardCrypto=Native
refuses "a heap too small, with the largest block named" "the largest block is" -p:Board=ESP32_REV3 -p:BoardHeap=60000
refuses "a profile of the board's own that does not fit, whatever its name" "the largest block is" -p:Board=ESP32_REV3 -p:BoardProfile=Standard
refuses "more TCP connections than the platform has sockets for" "needs 6 sockets" -p:Board=ORGPAL_PALTHREE -p:BoardProfile=Large
builds "the profile for browsers on a board with 107,000 bytes" -p:Board=ESP32_C3 -p:BoardProfile=Browser -p:BoardHeap=107000
# Which assembly stands for a package of the platform, forced both ways. The packages of this folder are our contracts in the place of real ones; no source
# has any.
packages=$(mktemp -d)
mkdir "$packages/none"
real() { # file of the contract, package, version
    mkdir -p "$packages/$2.$3/lib"
    cp "drivers/Contracts/$1/bin/Release/$1.dll" "$packages/$2.$3/lib/"
}
sed -n 's/.*NanoPackage Include="\([^"]*\)" PackageId="\([^"]*\)" Version="$(\([^)]*\))".*/\1 \2 \3/p' boards/Image/*.nfproj firmware/*.nfproj | grep -v ^mscorlib | sort -u | while read -r assembly package property; do
    [ ! -f "drivers/Contracts/$assembly/bin/Release/$assembly.dll" ] || real "$assembly" "$package" "$(sed -n "s|.*<$property>\(.*\)</$property>.*|\1|p" platform.props)"
done
builds "with the packages alone, where all are there" -p:Board=Interpreter -p:NanoPackages=real "-p:NanoPackagesPath=$packages/" "-p:RestoreOptions=-p:RestoreSources=$packages/none"
rm -rf "$packages"/nanoFramework.System.Net.*
refuses "with the packages alone, where one cannot be restored: it is named" "the package nanoFramework.System.Net .* cannot be restored" \
    -p:Board=Interpreter -p:NanoPackages=real "-p:NanoPackagesPath=$packages/" "-p:RestoreOptions=-p:RestoreSources=$packages/none"
lines=$(sort -u "$log" | grep -c "error")
if [ "$lines" = 1 ]; then passed=$((passed + 1)); echo "passed and in one line"; else failed=$((failed + 1)); echo "failed and in one line: $lines"; cat "$log"; fi
for file in "$packages"/*/lib/*.dll; do echo "no assembly" >"$file"; done
builds "with the contracts alone, whatever packages there are" -p:Board=Interpreter -p:NanoPackages=contract "-p:NanoPackagesPath=$packages/"
rm -rf "$packages"
refuses "a kind of packages that there is not" "NanoPackages is 'nonsense'" -p:Board=Interpreter -p:NanoPackages=nonsense
refuses "a profile that there is not" "neither a BoardProfile.cs nor one of the profiles" -p:Board=ESP32_REV3 -p:BoardProfile=Nonsense
refuses "a board that there is not" "no board named 'NoSuchBoard'" -p:Board=NoSuchBoard
refuses "a cryptography that there is not" "no cryptography named 'Nonsense'" -p:Board=M5Core2 -p:BoardCrypto=Nonsense
echo "boards: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
