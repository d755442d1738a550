#!/usr/bin/env bash
# Packs the protocol assemblies as NuGet packages into artifacts/packages. With the nanoFramework project system the .pe and .pdbx files are beside the
# assemblies and go into the packages with them; without it the packages hold the assemblies only and are for looking at.
set -eu
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build protocol/Http3/MilliHttp.Nano.Http3.nfproj -c Release -m:1 -v q --nologo -clp:NoSummary >/dev/null
for package in Crypto Tls Quic Http Http3; do
    dotnet pack protocol/Packages -c Release -p:Package="$package" -v q --nologo
done
if ! ls protocol/Tls/bin/Release/*.pe >/dev/null 2>&1; then
    echo "pack: no .pe files here; build with the nanoFramework project system before publishing" >&2
fi
ls artifacts/packages
