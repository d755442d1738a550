#!/usr/bin/env bash
# The tutorial's commands, from the packages and the template alone, in an empty folder outside of the repository: installs the template, makes an
# application, builds all of it, runs its tests, prints its memory map.
#   bash tests/template.sh [PACKAGES]     PACKAGES: a folder that protocol/Packages/pack.sh has filled; packed anew without it
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
packages=${1:-$work/packages}
[ -n "${1:-}" ] || bash "$root/protocol/Packages/pack.sh" "$packages" >/dev/null

# Of this run alone: a package of an earlier one has the same version. Other packages are taken from where NuGet has them.
cat >"$work/NuGet.config" <<CONFIG
<configuration>
  <packageSources><add key="millihttp" value="$packages" /></packageSources>
  <fallbackPackageFolders><add key="shared" value="${NUGET_SHARED:-$HOME/.nuget/packages}" /></fallbackPackageFolders>
</configuration>
CONFIG
export NUGET_PACKAGES=$work/nuget
cd "$work"
dotnet new install "$packages"/MilliHttp.Nano.Templates.*.nupkg --debug:custom-hive "$work/hive" >/dev/null
dotnet new millihttp -n Greenhouse --debug:custom-hive "$work/hive" >/dev/null
cd Greenhouse
! grep -rq MyApp . || { echo "template: the name MyApp is left in $(grep -rl MyApp . | head -3)" >&2; exit 1; }
dotnet build Greenhouse.Board/Greenhouse.Board.nfproj -c Release -m:1 -v q --nologo -clp:NoSummary
dotnet test Greenhouse.Tests -c Release --nologo -v q
dotnet build Greenhouse.Desktop -c Release -m:1 -v q --nologo -clp:NoSummary
dotnet Greenhouse.Desktop/bin/Release/net10.0/Greenhouse.Desktop.dll --memory --state "$work/state" | grep -a -E "application|tables of Greenhouse|total"
echo "template: 1 passed, 0 failed, 0 skipped"
