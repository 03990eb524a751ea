#!/usr/bin/env bash
# Drives the built `nbrun`: what is written, exit codes, and that nothing is lost.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source Tests/cli/support.bash
nbrun=${NBRUN:-$PWD/.build/release/nbrun}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp notebooks/01-chain-rule.md "$work/lesson.md"
gallery=$PWD/notebooks/gallery.md
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
# Of every kind of plot, in a page and as files, by processes that hash with other seeds.
cp "$gallery" gallery.md
mkdir one two
for run in one two; do
  ends_with 0 "$nbrun" --no-cache --quiet gallery.md -t html -o "$run.html"
  ends_with 0 "$nbrun" --no-cache --quiet gallery.md -t md -o "$run/gallery.md"
done
cmp one.html two.html && diff -r one two
expect "equal figures in two processes" $? 0
expect "figures of the gallery" "$(find one -name '*.svg' | wc -l | awk '{ print ($1 > 20) }')" 1
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

# Several at once: the gravest code, and all are written.
notebook one.md '1 + 1'
notebook two.md 'nope'
ends_with 1 "$nbrun" -q one.md two.md lesson.md
expect "all pages" "$(ls one.html two.html lesson.html | wc -l)" 3
ends_with 2 "$nbrun" one.md two.md -o x.html
ends_with 2 "$nbrun" one.md -
ends_with 2 "$nbrun" one.md missing.md

# The time for all cells: the cells behind are not run, what there is is written.
printf '```{gradus}\n40 + 2\n```\n\n```{gradus}\nwhile true; end\n```\n\n```{gradus}\n50 + 5\n```\n' >total.md
ends_with 3 "$nbrun" --total-timeout 1 total.md
says "total.md:10:1" "$nbrun" --total-timeout 1 total.md
expect "what ran is there" "$(grep -c '>42</pre>' total.html)" 1
expect "what did not run is not" "$(grep -c '>55</pre>' total.html)" 0
sed -i '1i ---\nexecute: {total-timeout: 1}\n---\n' total.md
ends_with 3 "$nbrun" total.md

# Ctrl-C in a cell: 130, and what there is is written; twice ends it at once.
"$nbrun" -q total.md --total-timeout 60 -o stopped.html 2>told &
pid=$!
sleep 1
kill -INT $pid
wait $pid
expect "the exit code of ctrl-C" $? 130
expect "what ran is there" "$(grep -c '>42</pre>' stopped.html)" 1
expect "it says so" "$(grep -c interrupted told)" 1

# Colours on a terminal only, and never with NO_COLOR.
if command -v script >/dev/null; then
  escape=$(printf '\033')
  script -qec "$nbrun two.md --no-progress" /dev/null >shown </dev/null
  expect "colours on a terminal" "$(grep -c "$escape\[1;31merror" shown)" 1
  NO_COLOR=1 script -qec "$nbrun two.md --no-progress" /dev/null >shown </dev/null
  expect "no colours" "$(grep -c "$escape\[" shown)" 0
fi
"$nbrun" two.md >shown 2>&1
expect "no colours in a pipe" "$(grep -c "$(printf '\033')" shown)" 0

finish nbrun
