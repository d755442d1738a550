#!/usr/bin/env bash
# Builds the image of a board and makes the deployment file artifacts/BOARD/image.bin: the .pe files one after another, each padded to four bytes.
#   bash boards/image.sh BOARD
# It is for those who have the metadata processor alone. Visual Studio's MSBuild with the nanoFramework extension makes the same file by itself (FLASHING.md).
#   NANOMDP       the metadata processor (arguments allowed: "dotnet /path/to/it.dll")
#   NANOPLATFORM  folder with the platform's packages, their .dll and .pe files at any depth; default: packages
# The .pe files stay in artifacts/BOARD; files.txt names them in loading order.
set -eu
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
fail() { echo "image: $*" >&2; exit 1; }
board=${1:-}
if [ ! -f "boards/$board/board.props" ]; then
    echo "image: ${board:+there is no board '$board'; }give one of: $(cd boards && ls */board.props | sed 's|/.*||' | tr '\n' ' ')" >&2
    exit 2
fi
NANOPLATFORM=${NANOPLATFORM:-packages}
[ -d "$NANOPLATFORM" ] || fail "there is no folder '$NANOPLATFORM' with the platform's packages: restore them with \"nuget restore boards/MilliHttp.Nano.Boards.sln -PackagesDirectory packages\", or set NANOPLATFORM to the folder that holds them"
property() { grep -o "<$1>[^<]*" "boards/$board/board.props" | sed 's/.*>//'; }

dotnet build boards/Image/MilliHttp.Nano.Image.nfproj -c Release -p:Board="$board" -m:1 -v q --nologo -clp:NoSummary
built="boards/Image/bin/$board/Release"
out="artifacts/$board"
rm -rf "$out"
mkdir -p "$out"
platform=$(sed -n 's/^platform //p' "$built/assemblies.txt")
hints=""
for name in $platform; do
    for kind in pe dll; do
        found=$(find "$NANOPLATFORM" -name "$name.$kind" -print -quit)
        [ -n "$found" ] || fail "'$NANOPLATFORM' holds no $name.$kind: the package that brings it is named in boards/Image/packages.config; restore it, or set NANOPLATFORM to a folder that has it"
        cp "$found" "$out/"
    done
    hints="$hints -loadHints $name $out/$name.dll"
    echo "$name" >>"$out/order.txt"
done
mkdir "$out/own"
cp "$built"/*.dll "$out/own/" && cp "$built/MilliHttp.Nano.Image.exe" "$out/own/MilliHttp.Nano.Image.dll"
own=$(cd "$out/own" && ls *.dll | sed 's/\.dll$//' | grep -v '^MilliHttp\.Nano\.Image$'; echo MilliHttp.Nano.Image)
for name in $(sed -n 's/^own //p' "$built/assemblies.txt"); do
    grep -qx "$name" <<<"$platform"$'\n'"$own" || fail "the project refers to $name, which is neither a package of the platform nor in $built"
done
for name in $own; do hints="$hints -loadHints $name $out/own/$name.dll"; done
for name in $own; do
    if [ -n "${NANOMDP:-}" ]; then
        $NANOMDP $hints -parse "$out/own/$name.dll" -compile "$out/$name.pe" false >"$out/$name.log" 2>&1 && [ -s "$out/$name.pe" ] \
            || { tail -n 5 "$out/$name.log" >&2; fail "the metadata processor (NANOMDP) refused $name; the whole of what it said is in $out/$name.log"; }
        rm -f "$out/$name.log"
    elif [ -f "$built/$name.pe" ]; then
        cp "$built/$name.pe" "$out/"
    else
        fail "no .pe files: \"dotnet build\" makes none. Set NANOMDP to nanoFramework's metadata processor, or build with Visual Studio's MSBuild, which needs no image.sh (boards/FLASHING.md)"
    fi
    echo "$name" >>"$out/order.txt"
done
sed 's/$/.pe/' "$out/order.txt" >"$out/files.txt"
taken=0
while read -r name; do
    size=$(stat -c %s "$out/$name")
    padding=$(((4 - size % 4) % 4))
    cat "$out/$name"
    head -c $padding /dev/zero
    printf '%9d  %s\n' $((size + padding)) "${name%.pe}" >>"$out/sizes.txt"
done <"$out/files.txt" >"$out/image.bin"
rm -rf "$out"/*.dll "$out"/own "$out"/order.txt
cat "$out/sizes.txt"
total=$(stat -c %s "$out/image.bin")
room=$(property BoardDeploySize)
address=$(property BoardDeployAddress)
[ -z "$room" ] || [ "$total" -le "$room" ] || fail "the image has $total bytes, the board's deployment partition $room"
echo "$out/image.bin: $total bytes, $(wc -l <"$out/files.txt") assemblies${room:+, $((room - total)) of $room free in the deployment partition}${address:+, deploy address $address}"
