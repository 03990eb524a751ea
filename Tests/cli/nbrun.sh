#!/usr/bin/env bash
# Drives the built `nbrun`: what is written, exit codes, and that nothing is lost.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source Tests/cli/support.bash
nbrun=$PWD/.build/release/nbrun
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp notebooks/01-chain-rule.md "$work/lesson.md"
cd "$work"

# The page: the same bytes twice, no script, nothing fetched.
ends_with 0 "$nbrun" lesson.md
cp lesson.html first.html
rm lesson.html
"$nbrun" --quiet lesson.md
cmp -s first.html lesson.html
expect "the same bytes twice" $? 0
expect "scripts" "$(grep -ciE '<script|javascript:' lesson.html)" 0
expect "requests" "$(grep -oiE '(src|href)="https?:|url\(https?:' lesson.html | wc -l)" 0
stamp=$(stat -c %Y.%i lesson.html)
"$nbrun" --quiet lesson.md
expect "nothing is written when nothing changed" "$(stat -c %Y.%i lesson.html)" "$stamp"

# In place: a fixed point, and --check sees one changed digit.
"$nbrun" --quiet --in-place lesson.md
cp lesson.md once.md
"$nbrun" --quiet --in-place lesson.md
cmp -s once.md lesson.md
expect "in place is a fixed point" $? 0
ends_with 0 "$nbrun" --check lesson.md
sed -i 's/O1 = 0\.6682/O1 = 0.6692/' lesson.md
ends_with 5 "$nbrun" --check lesson.md
says "0.6692" "$nbrun" --check --diff lesson.md

notebook() { printf '```{gradus}\n%s\n```\n' "$2" >"$1"; }

# Bad input: the exit codes, the place, and the page is written all the same.
notebook unclosed.md 'for i in 1:3'
ends_with 1 "$nbrun" unclosed.md
says "unclosed.md:2:1" "$nbrun" unclosed.md
notebook unknown.md 'x = sigmod(2)'
says "did you mean sigmoid?" "$nbrun" unknown.md
notebook shapes.md $'W = [1, 2; 3, 4]; b = [1, 2, 3]\nW + b'
says "W is 2×2" "$nbrun" shapes.md
says "b is (3)" "$nbrun" shapes.md
notebook called.md $'inner(v) = v + [1, 2, 3]\nouter(v) = inner(v)*2\nouter([1, 2])'
says "called.md:3:12" "$nbrun" called.md
says "called.md:4:1" "$nbrun" called.md
notebook circle.md $'a := b\nb := a\na'
says "a → b → a" "$nbrun" circle.md
expect "the page shows the diagnostic" "$(grep -c 'circular definition' circle.html)" 1
notebook long.md 'while true; end'
ends_with 3 "$nbrun" --timeout 1 long.md
: >empty.md
ends_with 0 "$nbrun" empty.md
ends_with 2 "$nbrun" missing.md
ends_with 2 "$nbrun" lesson.md -o no/such/folder/page.html
ends_with 2 "$nbrun" --no-such-option lesson.md

finish nbrun
