#!/bin/sh
# Resources by aapt2: R.java, and the package that the tests and the app read them from.
set -eu
framework=$1 out=$2
cd "$(dirname "$0")"
mkdir -p "$out/generated"
# nothing changed: nothing to do, so that nothing is compiled anew
if [ -z "$(find res AndroidManifest.xml resources.sh -newer "$out/resources.ap_" 2>/dev/null || echo new)" ]; then
    exit 0
fi
aapt2 compile --dir res -o "$out/resources.zip"
aapt2 link -I "$framework" --manifest AndroidManifest.xml --java "$out/generated" \
    --warn-manifest-validation --min-sdk-version 26 --target-sdk-version 35 --auto-add-overlay --proguard "$out/manifest.pro" -o "$out/resources.ap_" "$out/resources.zip"
