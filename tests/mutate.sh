#!/usr/bin/env bash
# Mutation testing: changes one instruction of a device assembly at a time and runs the host tests that reach it.
#   bash tests/mutate.sh                                    500 mutants each of Tls, Quic, Http and Http3
#   bash tests/mutate.sh Quic --count 2000 --seed 7         more of one assembly
#   bash tests/mutate.sh Tls --only TicketKeys              one type
# Exits with 1 where less than 90 percent of the mutants are killed (--bar); survivors are printed one by one.
set -eu
cd "$(dirname "$0")/.."
dotnet build tests/Host/MilliHttp.Nano.Tests.Host.csproj -c Release -v q --nologo -clp:NoSummary
exec dotnet run --project tests/Mutation -c Release -- "$@"
