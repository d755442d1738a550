#!/usr/bin/env bash
# Makes a release into an empty folder and holds it to what boards/release.sh promises; then the application template from its packages (tests/template.sh).
#   bash tests/release.sh
# Ends with "release: N passed, N failed, N skipped".
set -u
cd "$(dirname "$0")/.." || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
passed=0 failed=0 skipped=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
check() { if [ "$2" = 0 ]; then passed=$((passed + 1)); echo "passed $1"; else failed=$((failed + 1)); echo "failed $1"; fi; }
version=$(sed -n 's|.*<MilliHttpVersion>\(.*\)</MilliHttpVersion>.*|\1|p' version.props)

# With a metadata processor the image of the interpreter is made, whose platform packages are there with it.
BOARDS=Interpreter bash boards/release.sh "$work/release" >"$work/log" 2>&1
check "a release is made" $?
cat "$work/log"
grep -q "version $version" "$work/log"
check "it has the version of version.props" $?
(cd "$work/release" && sha256sum --quiet -c SHA256SUMS && [ "$(find . -type f ! -name SHA256SUMS | wc -l)" = "$(wc -l <SHA256SUMS)" ])
check "every file is in the checksums, and they hold" $?
sums=$(grep -oE '"checksumValue": *"[0-9a-f]{64}"' "$work/release/sbom.spdx.json" | grep -o '[0-9a-f]\{64\}' | sort -u)
! sha256sum "$work"/release/packages/*.nupkg | cut -d' ' -f1 | grep -vxF "$sums" | grep -q .
check "the SBOM names every package with its hash" $?
grep -qE '"name": *"nanoFramework.CoreLibrary"' "$work/release/sbom.spdx.json" && ! grep -qE '"name": *"xunit"' "$work/release/sbom.spdx.json"
check "the SBOM names what the device runs on, and no test's packages" $?
head -n 1 "$work/release/NOTES.md" | grep -q "^## $version " && [ "$(grep -c '^## ' "$work/release/NOTES.md")" = 1 ]
check "the notes are the changelog's first section" $?
wrong=""
for package in "$work"/release/packages/*.nupkg; do
    [[ "$package" == *".$version.nupkg" ]] || wrong="$wrong $package"
    unzip -p "$package" '*.nuspec' >"$work/nuspec"
    for element in "<id>" "<version>$version<" "<title>" "<authors>" '<license type="expression">MIT<' "<readme>" "<description>" "<releaseNotes>" "<copyright>" "<tags>"; do
        grep -qF "$element" "$work/nuspec" || wrong="$wrong $(basename "$package"):$element"
    done
done
[ -z "$wrong" ]
check "the metadata of every package are complete${wrong:+:$wrong}" $?
if [ -n "${NANOMDP:-}" ] && [ -d "${NANOPLATFORM:-packages}" ]; then
    [ -s "$work/release/images/Interpreter-$version.bin" ] && grep -q "Interpreter-$version.bin  target nanoCLR" "$work/release/images/IMAGES.txt"
    check "the image is in it, with its target" $?
else
    [ "$(grep -c "no images, since there is no metadata processor" "$work/log")" = 1 ] && [ ! -e "$work/release/images" ]
    check "without a metadata processor there are no images, and one line says so" $?
fi
mkdir "$work/mine" && echo mine >"$work/mine/file"
! bash boards/release.sh "$work/mine" >"$work/log" 2>&1 && [ "$(wc -l <"$work/log")" = 1 ] && [ "$(cat "$work/mine/file")" = mine ]
check "a folder with files of others is refused in one line, and left as it was" $?
grep -q "MilliHttp.Nano.Templates.$version.nupkg" firmware/Web/TUTORIAL.md
check "the tutorial names this version" $?
bash tests/template.sh "$work/release/packages"
check "the template works from these packages alone" $?
echo "release: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
