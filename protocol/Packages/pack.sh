#!/usr/bin/env bash
# Packs everything as NuGet packages into artifacts/packages: the protocol, drivers, firmware, the library for applications, the virtual board, and the
# template of dotnet new. With the nanoFramework project system the .pe and .pdbx files are beside the assemblies and go into the packages with them;
# without it the packages hold the assemblies only, which is enough for the desktop and for looking at.
#   bash protocol/Packages/pack.sh [FOLDER]     FOLDER: where the packages go, default artifacts/packages
set -eu
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
out=$(realpath -m "${1:-artifacts/packages}")
mkdir -p "$out"
[ "${PACK_BUILT:-no}" = yes ] || for project in protocol/Http3 drivers/Device boards/Virtual; do
    dotnet build "$project" -c Release -m:1 -v q --nologo -clp:NoSummary >/dev/null
done

pack() {
    dotnet pack "$@" ${PACKAGE_COMMIT:+-p:PackageCommit="$PACKAGE_COMMIT"} -c Release -v q --nologo -p:PackageOutputPath="$out" >"$out/pack.log" 2>&1 || { cat "$out/pack.log" >&2; exit 1; }
    rm -f "$out/pack.log"
}
for package in Crypto Tls Quic Http Http3 Board.Virtual; do
    pack protocol/Packages -p:Package="$package"
done

# device ID FOLDER README DEPENDS DESCRIPTION
device() {
    pack protocol/Packages -p:Package=Device -p:PackageId="$1" -p:PackageFolder="$2" -p:PackageReadme="$3" -p:PackageDepends="$4" -p:PackageText="$5"
}
device MilliHttp.Nano.Drivers drivers/Ports drivers/README.md MilliHttp.Nano.Crypto "What MilliHttp.Nano asks of a board: the abstract ports."
device MilliHttp.Nano.Drivers.Device drivers/Device drivers/README.md MilliHttp.Nano.Drivers "The ports of MilliHttp.Nano over the sockets and clocks of .NET nanoFramework."
device MilliHttp.Nano.Firmware firmware firmware/README.md MilliHttp.Nano.Http3 "The image of MilliHttp.Nano: boot and loop of an HTTPS/1.1 and HTTP/3 server."
device MilliHttp.Nano.Pages firmware/Pages firmware/README.md MilliHttp.Nano.Firmware "Dashboard and status and metrics of MilliHttp.Nano."
device MilliHttp.Nano.Web firmware/Web/Core firmware/Web/README.md MilliHttp.Nano.Firmware "Applications for MilliHttp.Nano: routes and text and events."
for part in "Json:JSON without garbage" "Files:static files and uploads" "Forms:forms with files" "Access:authorization" "Sockets:WebSockets"; do
    name=${part%%:*}
    device "MilliHttp.Nano.Web.$name" "firmware/Web/$name" firmware/Web/README.md MilliHttp.Nano.Web "For applications of MilliHttp.Nano: ${part#*:}."
done
pack boards/Templates
ls protocol/Tls/bin/Release/*.pe >/dev/null 2>&1 || echo "pack: no .pe files here; build with the nanoFramework project system before publishing" >&2
ls "$out"
