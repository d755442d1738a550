#!/usr/bin/env bash
# Builds the image of a board and makes the deployment file artifacts/BOARD/image.bin: the .pe files one after another, each padded to four bytes.
#   bash boards/image.sh BOARD
#   NANOMDP       the metadata processor (arguments allowed); not needed where the nanoFramework project system makes the .pe files
#   NANOPLATFORM  folder with the platform's .dll and .pe files; default: packages
# The .pe files stay in artifacts/BOARD; files.txt names them in loading order.
set -eu
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
board=${1:-Interpreter}
[ -f "boards/$board/board.props" ] || { echo "image: no board '$board'; there are: $(cd boards && ls -d */ | grep -v -E '^(Image|Families|Virtual)/' | tr -d / | tr '\n' ' ')" >&2; exit 2; }
NANOPLATFORM=${NANOPLATFORM:-packages}
[ -n "$(find "$NANOPLATFORM" -name mscorlib.pe -print -quit 2>/dev/null)" ] || { echo "image: NANOPLATFORM ($NANOPLATFORM) holds no mscorlib.pe; nothing is made" >&2; exit 1; }
dotnet build boards/Image/MilliHttp.Nano.Image.nfproj -c Release -p:Board="$board" -m:1 -v q --nologo -clp:NoSummary

built="boards/Image/bin/$board/Release"
out="artifacts/$board"
rm -rf "$out"
mkdir -p "$out"
platform="mscorlib nanoFramework.Runtime.Native nanoFramework.Runtime.Events nanoFramework.System.Text System.Threading System.IO.Streams System.Net"
family=$(grep -o '<BoardFamily>[^<]*' "boards/$board/board.props" | sed 's/.*>//')
[ "$family" = Host ] || platform="$platform System.IO.FileSystem"
[ "$family" = Esp32 ] && platform="$platform nanoFramework.Hardware.Esp32 System.Device.Wifi"
hints=""
for name in $platform; do
    for kind in pe dll; do
        found=$(find "$NANOPLATFORM" -name "$name.$kind" -print -quit)
        [ -n "$found" ] || { echo "image: NANOPLATFORM holds no $name.$kind" >&2; exit 1; }
        cp "$found" "$out/"
    done
    hints="$hints -loadHints $name $out/$name.dll"
    echo "$name.pe" >>"$out/files.txt"
done
cp "$built/MilliHttp.Nano.Image.exe" "$out/MilliHttp.Nano.Image.dll"
for file in "$built"/MilliHttp.*.dll "$out/MilliHttp.Nano.Image.dll"; do hints="$hints -loadHints $(basename "$file" .dll) $file"; done
for file in "$built"/MilliHttp.*.dll "$out/MilliHttp.Nano.Image.dll"; do
    name=$(basename "$file" .dll)
    if [ -n "${NANOMDP:-}" ]; then
        $NANOMDP $hints -parse "$file" -compile "$out/$name.pe" false >"$out/$name.log" 2>&1 || { cat "$out/$name.log" >&2; exit 1; }
        [ -s "$out/$name.pe" ] || { cat "$out/$name.log" >&2; exit 1; }
        rm -f "$out/$name.log"
    else
        cp "$built/$name.pe" "$out/"
    fi
    echo "$name.pe" >>"$out/files.txt"
done
while read -r name; do
    cat "$out/$name"
    head -c $(((4 - $(stat -c %s "$out/$name") % 4) % 4)) /dev/zero
done <"$out/files.txt" >"$out/image.bin"
rm -f "$out"/*.dll "$out"/*.pdbx "$out"/*.xml "$out"/*.log
address=$(grep -o '<BoardDeployAddress>[^<]*' "boards/$board/board.props" | sed 's/.*>//')
echo "$out/image.bin: $(stat -c %s "$out/image.bin") bytes, $(wc -l <"$out/files.txt") assemblies${address:+, deploy address $address}"
