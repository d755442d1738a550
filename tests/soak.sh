#!/usr/bin/env bash
# The long load tests: wrk for a minute, 1,000 connections one after another, and the hostile clients in their full numbers.
set -eu
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export MILLIHTTP_WRK_SECONDS=${MILLIHTTP_WRK_SECONDS:-60} MILLIHTTP_CONNECTIONS=${MILLIHTTP_CONNECTIONS:-1000} MILLIHTTP_HOSTILE=${MILLIHTTP_HOSTILE:-full}
dotnet build tests/Peers -c Release -v q --nologo -clp:NoSummary
dotnet test tests/Peers -c Release --no-build --filter "FullyQualifiedName~LoadTests|FullyQualifiedName~HostileTests" --logger "console;verbosity=normal"
