#!/usr/bin/env bash
# A book from the shell: built, built again, one page changed, a dead link, dependencies for make.
set -euo pipefail
nbrun=${NBRUN:-$PWD/.build/release/nbrun}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() {
  echo "book.sh: $1" >&2
  exit 1
}
expect() {
  local code=$1 text=$2 got=0
  shift 2
  "$nbrun" "$@" 2>told >said || got=$?
  [ "$got" = "$code" ] || { cat told >&2; fail "$* gave $got, not $code"; }
  [ -z "$text" ] || grep -qF -- "$text" told || { cat told >&2; fail "$* did not say: $text"; }
}

mkdir book book/part
printf -- '- [One](one.md)\n- [Two](part/two.md)\n' >book/SUMMARY.md
printf '# One\n\n[on](part/two.md#two) and @fig-two.\n' >book/one.md
printf '# Two\n\n```{gradus}\n#| label: fig-two\n#| fig-cap: Two\nplot(sin, 0:3)\n```\n' >book/part/two.md

expect 0 "2 pages in book/_site, 2 run, 4 files written" build book -j 2
grep -qF '<a href="part/two.html#fig-two">Figure 1 in <cite>Two</cite></a>' book/_site/one.html ||
  fail "no reference to the other page"
expect 0 "0 run, 0 files written" build book
echo "More." >>book/part/two.md
expect 0 "1 run, 2 files written" build book
echo "[dead](three.md)" >>book/one.md
expect 1 "book/one.md:4:8" build book
expect 0 "" build book --only part/two.md -MD
grep -q 'book/part/two.md' book/.nbrun/pages/part/two.md.d || fail "no dependency file"
expect 2 "did you mean \`one.md\`" build book --only ones.md
expect 2 "No such file" build nowhere

# The whole book checked, in two ways of saying it.
sed -i '/dead/d' book/one.md
expect 5 "2 pages checked, 1 as committed" --check book
"$nbrun" -q --in-place book/one.md book/part/two.md
expect 0 "2 pages checked, all as committed" --check book -j 2
expect 0 "2 pages checked, all as committed" build book --check
sed -i 's/aria-label/aria-labal/' book/part/two_files/fig-two-1.svg
expect 5 "2 pages checked, 1 as committed" --check --diff book
grep -qF "aria-labal" told || fail "no diff"
expect 2 "is a folder" book
expect 2 "goes with nothing else" --check book book/one.md
expect 2 "-o and -MD" build book --check -o x
