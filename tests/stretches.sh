#!/bin/sh
# Copyright (c) 2026 The MilliHttp.Nano developers.
# Licensed under the MIT license.
#
# The campaign of the fuzzer of stretches: tests/stretches.sh [HOURS [SEED]]      1 hour, seed 1. Prints the longest stretch and its input for each target.
set -e
cd "$(dirname "$0")/.."
export STRETCH_SECONDS=$(awk -v h="${1:-1}" 'BEGIN { printf "%d", h * 1800 }')
export STRETCH_SEED=${2:-1}
dotnet test tests/Host -c Release --nologo --logger "console;verbosity=detailed" --filter "FullyQualifiedName~StretchTests"
