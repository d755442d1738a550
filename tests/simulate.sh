#!/bin/sh
# Copyright (c) 2026 The MilliHttp.Nano developers.
# Licensed under the MIT license.
#
# The campaign: seeds of the simulated network, in portions, with progress.
#   tests/simulate.sh [seeds [first [worst loss in percent]]]      5000 seeds from 1000 at up to 30 % in each direction
# Replay of one seed: SIMULATION_FIRST=seed SIMULATION_SEEDS=1 dotnet test tests/Host -c Release --filter FullyQualifiedName~SimulationTests
set -e
cd "$(dirname "$0")/.."
seeds=${1:-5000}
first=${2:-1000}
export SIMULATION_LOSS=${3:-30}
portion=250
last=$((first + seeds))
dotnet build tests/Host -c Release -m:1 -v q -nologo
while [ "$first" -lt "$last" ]
do
    count=$portion
    [ $((first + count)) -le "$last" ] || count=$((last - first))
    SIMULATION_FIRST=$first SIMULATION_SEEDS=$count dotnet test tests/Host -c Release --no-build --nologo --logger "console;verbosity=detailed" \
        --filter "FullyQualifiedName~SimulationTests.Seeds" > /tmp/simulate.$$ 2>&1 || { cat /tmp/simulate.$$; rm -f /tmp/simulate.$$; exit 1; }
    echo "$(date +%T) seeds $first..$((first + count - 1)): $(grep -o '[0-9]* seeds: .*' /tmp/simulate.$$)"
    first=$((first + count))
done
rm -f /tmp/simulate.$$
echo "all seeds passed"
