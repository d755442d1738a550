#!/usr/bin/env bash
# Makes a release in one folder: the NuGet packages, the images of the boards with their addresses, the notes of CHANGELOG.md, a list of what it all is made of
# (SPDX, by Microsoft's sbom-tool) and checksums. The version is that of version.props.
#   bash boards/release.sh [FOLDER]      default: artifacts/release/VERSION, made anew
#   NANOMDP, NANOPLATFORM                as for boards/image.sh; without them there are no images, and one line says so
#   BOARDS                               boards whose images are made, default: all that have a deployment partition
# A version that CHANGELOG.md calls unreleased, or a working copy with changes, makes a rehearsal: everything is made, and the last line says what it is.
set -eu
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
fail() { echo "release: $*" >&2; exit 1; }
version=$(sed -n 's|.*<MilliHttpVersion>\(.*\)</MilliHttpVersion>.*|\1|p' version.props)
[ -n "$version" ] || fail "version.props names no MilliHttpVersion"
heading=$(grep -m 1 '^## ' CHANGELOG.md) || fail "CHANGELOG.md has no section; begin one with \"## $version (unreleased)\""
[[ "$heading" =~ ^"## $version ("(unreleased|[0-9]{4}-[0-9]{2}-[0-9]{2})")"$ ]] \
    || fail "CHANGELOG.md begins with \"$heading\" and version.props says $version; the first section has to be \"## $version (unreleased)\" or \"## $version (YYYY-MM-DD)\""
rehearsal=""
[ "${BASH_REMATCH[1]}" != unreleased ] || rehearsal="CHANGELOG.md has no date for $version"
commit=$(git rev-parse HEAD 2>/dev/null) || commit=""
if [ -z "$commit" ]; then
    rehearsal="this is no clone of the repository"
elif [ -n "$(git status --porcelain)" ]; then
    rehearsal="the working copy has changes that are not committed"
fi
out=$(realpath -m "${1:-artifacts/release/$version}")
[ ! -e "$out" ] || [ -f "$out/SHA256SUMS" ] || [ -z "$(ls -A "$out")" ] || fail "'$out' holds something that no release made; name an empty folder"
rm -rf "$out"
mkdir -p "$out/packages"
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT

awk '/^## / { n++ } n == 1' CHANGELOG.md >"$out/NOTES.md"
cp LICENSE "$out/"
PACKAGE_COMMIT=$commit bash protocol/Packages/pack.sh "$out/packages" >"$log/pack" 2>&1 || { tail -n 5 "$log/pack" >&2; fail "the packages could not be made"; }
echo "release: $(ls "$out/packages" | wc -l) packages"
find protocol firmware -name '*.pe' -path '*/bin/Release/*' | grep -q . \
    || echo "release: the packages hold no .pe files, since \"dotnet build\" makes none; build MilliHttp.Nano.sln with Visual Studio's MSBuild first (boards/FLASHING.md)"

images=0
if [ -z "${NANOMDP:-}" ] || [ ! -d "${NANOPLATFORM:-packages}" ]; then
    echo "release: no images, since there is no metadata processor here (set NANOMDP, and NANOPLATFORM to the folder of the platform's packages)"
else
    mkdir "$out/images"
    for board in ${BOARDS:-$(grep -l '<BoardDeploySize>[0-9]' boards/*/board.props | sed 's|boards/||; s|/board.props||')}; do
        if bash boards/image.sh "$board" >"$log/image" 2>&1; then
            cp "artifacts/$board/image.bin" "$out/images/$board-$version.bin"
            target=$(grep -o '<BoardTarget>[^<]*' "boards/$board/board.props" | sed 's/.*>//')
            address=$(grep -o '<BoardDeployAddress>[^<]*' "boards/$board/board.props" | sed 's/.*>//')
            echo "$board-$version.bin  target $target  address ${address:--}  $(stat -c %s "$out/images/$board-$version.bin") bytes" >>"$out/images/IMAGES.txt"
            images=$((images + 1))
        else
            echo "release: no image of $board: $(grep -v '^ *$' "$log/image" | tail -n 1)"
        fi
    done
    echo "release: $images images"
    rmdir "$out/images" 2>/dev/null || true
fi

# What goes into packages and images: the lists of the platform's packages, and what the virtual board refers to. Tests are not released.
mkdir "$log/parts"
for list in $(git ls-files 2>/dev/null | grep -E '^(protocol|drivers|firmware|boards/Image)/.*packages\.config$') boards/Virtual/obj/project.assets.json; do
    mkdir -p "$log/parts/$(dirname "$list")"
    cp "$list" "$log/parts/$list"
done
dotnet tool restore >"$log/sbom" 2>&1 || { tail -n 3 "$log/sbom" >&2; fail "the tool of dotnet-tools.json that writes the SBOM could not be restored"; }
dotnet tool run sbom-tool -- generate -b "$out" -bc "$log/parts" -pn MilliHttp.Nano -pv "$version" -ps "The MilliHttp.Nano developers" \
    -nsb https://spdx.org/spdxdocs/MilliHttp.Nano -V Error >"$log/sbom" 2>&1 || { tail -n 10 "$log/sbom" >&2; fail "the SBOM could not be written"; }
mv "$out/_manifest/spdx_2.2/manifest.spdx.json" "$out/sbom.spdx.json"
rm -rf "$out/_manifest"
(cd "$out" && find . -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum >"$log/sums" && mv "$log/sums" SHA256SUMS)
echo "release: $out: version $version${commit:+, commit ${commit:0:12}}, $(wc -l <"$out/SHA256SUMS") files${rehearsal:+; a rehearsal, since $rehearsal}"
