#!/usr/bin/env bash
# Verifies that every file is formatted as .editorconfig says; 'bash tests/format.sh --fix' formats them.
set -u
cd "$(dirname "$0")/.." || exit 1
verify=--verify-no-changes
[ "${1:-}" = --fix ] && verify=
if dotnet format whitespace . --folder $verify --exclude '**/bin/**' '**/obj/**'; then
    echo "format: 1 passed, 0 failed, 0 skipped"
else
    echo "not formatted; 'bash tests/format.sh --fix' mends it" >&2
    echo "format: 0 passed, 1 failed, 0 skipped"
    exit 1
fi
