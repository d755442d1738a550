#!/usr/bin/env bash
# Copyright (c) 2026 The MilliHttp.Nano developers.
# Licensed under the MIT license.
#
# The long campaign: every cryptographic primitive against .NET, BouncyCastle and plain arithmetic with random inputs, N rounds each
# (100,000 when not given). A failure prints MILLI_SEED=S, which replays that round alone.
#   tests/crosscheck.sh [N] [filter]
set -euo pipefail
cd "$(dirname "$0")/.."
export MILLI_CAMPAIGN="${1:-100000}" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
filter="${2:-CrossCheck}"
dotnet test tests/Host -c Release --filter "FullyQualifiedName~$filter|FullyQualifiedName~CarryBoundary" --logger "console;verbosity=normal"
