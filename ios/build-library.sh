#!/bin/sh
# On a Mac: builds our library for iPhones and the simulator, and puts it with the generated Swift where Package.swift
# looks for both. Needs Xcode 16 or newer and rustup. NOT tested: no Mac was at hand.
set -eu
cd "$(dirname "$0")/.."
rustup target add aarch64-apple-ios aarch64-apple-ios-sim
for target in aarch64-apple-ios aarch64-apple-ios-sim; do
    IPHONEOS_DEPLOYMENT_TARGET=17.0 cargo rustc --package sotto-uniffi --lib --profile ship --target "$target" \
        --crate-type staticlib
done
# Swift and the C header come from a build for this Mac
cargo build --package sotto-uniffi --package sotto-bindgen
cargo run --quiet --package sotto-bindgen -- target/debug/libsotto_uniffi.dylib target/bindings
made=ios/Generated
rm -rf "$made"
mkdir -p "$made/Sotto" "$made/headers"
cp target/bindings/swift/Sotto.swift "$made/Sotto/"
cp target/bindings/swift/SottoFFI.h "$made/headers/"
printf 'module SottoFFI {\n    header "SottoFFI.h"\n    export *\n}\n' > "$made/headers/module.modulemap"
xcodebuild -create-xcframework \
    -library target/aarch64-apple-ios/ship/libsotto_uniffi.a -headers "$made/headers" \
    -library target/aarch64-apple-ios-sim/ship/libsotto_uniffi.a -headers "$made/headers" \
    -output "$made/SottoFFI.xcframework"
echo "now: open ios/App/Sotto.xcodeproj"
