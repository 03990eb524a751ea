#!/usr/bin/env bash
# Compares the bits of every kernel on this CPU with those on arm64 under qemu.
#
#     Tests/arm64/compare.sh [ROOT]
#
# Needs qemu-aarch64-static, clang, and a folder ROOT in which the Debian packages libc6, libc6-dev and libsleef3 for
# arm64 are unpacked (dpkg-deb -x); without ROOT, the system's own multiarch folders. Ends with 0 and a word
# about it where they are missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

root=${1:-}
sysroot=${root:-/usr/aarch64-linux-gnu}
library=$root/usr/lib/aarch64-linux-gnu/libsleef.so.3
for tool in qemu-aarch64-static aarch64-linux-gnu-gcc clang; do
  command -v "$tool" >/dev/null || { echo "arm64 not compared: no $tool" && exit 0; }
done
[ -e "$library" ] || { echo "arm64 not compared: no $library" && exit 0; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kernels=../../Sources/CKernels
flags=(-O3 -ffp-contract=off -I"$kernels/include" -I"$kernels")

build() { # name, compiler and its flags …
  local name=$1 objects=()
  shift
  for source in kernels.c "$kernels"/*.c "$kernels"/*.S; do
    "$@" "${flags[@]}" -c "$source" -o "$work/$name-$(basename "$source").o"
    objects+=("$work/$name-$(basename "$source").o")
  done
  echo "${objects[@]}"
}

read -ra objects <<<"$(build here clang)"
clang "${objects[@]}" -lsleef -lm -lpthread -o "$work/here"
read -ra objects <<<"$(build arm64 clang --target=aarch64-linux-gnu)"
aarch64-linux-gnu-gcc "${objects[@]}" "$library" -lm -lpthread -o "$work/arm64"

"$work/here" >"$work/here.txt"
qemu-aarch64-static -L "$sysroot" -E LD_LIBRARY_PATH="$(dirname "$library")" "$work/arm64" >"$work/arm64.txt"
diff "$work/here.txt" "$work/arm64.txt" >"$work/difference" || {
  echo "✘ arm64 and this CPU differ (< here, > arm64):"
  cat "$work/difference"
  exit 1
}
echo "arm64 and this CPU give the same bits: $(wc -l <"$work/here.txt") hashes"
