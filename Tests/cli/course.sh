#!/usr/bin/env bash
# The course from the shell: copies for students and what is proved of them, a class graded, digits read.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source Tests/cli/support.bash
root=$PWD
nbrun=${NBRUN:-$root/.build/release/nbrun}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# assign: three properties of every lesson, told in a table.
"$nbrun" assign notebooks -o "$work/dist" >"$work/table" 2>/dev/null
expect "the exit code of assign" $? 0
lessons=0
for lesson in notebooks/[0-9]*.md; do
  name=$(basename "$lesson")
  row=$(grep -F "| $lesson |" "$work/table" | cut -d '|' -f 5-7 | tr -d ' ')
  expect "what is proved of $name" "$row" "yes|yes|yes"
  expect "solutions in the copy of $name" "$(grep -cE '^#\| solution:' "$work/dist/$name")" 0
  expect "blanks in the copy of $name" \
    "$(grep -c '____' "$work/dist/$name")" "$(grep -c '____' "$lesson")"
  "$nbrun" --quiet -o "$work/page.html" "$work/dist/$name" >/dev/null 2>&1
  expect "the copy of $name runs" $? 0
  points=$("$nbrun" grade "$work/dist/$name" --key "$lesson" 2>/dev/null | head -1)
  case $points in
  "# 0 of "*) expect "untouched $name" 0 0 ;;
  *) expect "untouched $name" "$points" "# 0 of …" ;;
  esac
  lessons=$((lessons + 1))
done
expect "lessons" $lessons 12

# assign tells what can't be proved, and does not write that lesson.
mkdir "$work/bad"
{
  printf '```{gradus}\na = 3\n```\n```{gradus}\n#| exercise: one\nb = ____\n```\n'
  printf '```{gradus}\n#| solution: one\nb = a + 2\n```\n```{gradus}\n#| check: one\ncheck b ≈ 4\n```\n'
} >"$work/bad/wrong.md"
ends_with 1 "$nbrun" assign "$work/bad" -o "$work/bad-dist"
says '`one`: check failed' "$nbrun" assign "$work/bad" -o "$work/bad-dist"
expect "a lesson that is not proved" "$([ -e "$work/bad-dist/wrong.md" ] && echo written)" ""

# grade: three students, one of them with a Jupyter notebook's worth of nonsense.
key=notebooks/04-gradient-descent.md
mkdir "$work/class"
answers() { # file, then exercise and code by turns
  local file=$1
  shift
  while [ $# -gt 0 ]; do
    printf '```{gradus}\n#| exercise: %s\n%s\n```\n\n' "$1" "$2"
    shift 2
  done >"$work/class/$file"
}
answers ann.md one-step 'step(x, η) = x - η*(2*x + 3)' border 'border = 0.2' \
  line-gradient 'dm(m, b, xs, ys) = 2*mean((m*xs .+ b - ys) .* xs)' \
  momentum 'rolling(x, v, g, η, β) = x - η*β*v - η*g'
answers ben.md one-step 'step(x, η) = x - (2*x + 3)' border 'border = ____' \
  line-gradient 'dm(m, b, xs, ys) = ∂loss/∂m'
printf '{"cells": 17' >"$work/class/cyd.ipynb"
"$nbrun" grade "$work/class" --key $key -o "$work/out" >/dev/null 2>&1
expect "the exit code of grade" $? 0
expect "the gradebook" "$(cat "$work/out/summary.csv")" \
  "submission,points,one-step,border,line-gradient,momentum
ann,6,1,1,2,2
ben,0,0,0,0,0
cyd,0,0,0,0,0"
expect "Ann's report" "$(head -1 "$work/out/ann.md")" "# 6 of 6 points"
expect "Ben's slip" "$(grep -c 'without the learning rate `η`' "$work/out/ben.md")" 1
expect "Ben's ∂" "$(grep -c '| forbidden | `∂` may not be used here' "$work/out/ben.md")" 1
"$nbrun" grade "$work/class" --key $key --json 2>/dev/null | python3 -m json.tool >/dev/null
expect "JSON of a class" $? 0
shows "# 6 of 6 points" bash -c "'$nbrun' grade '$work/class/ann.md' --key $key | head -1"
ends_with 2 "$nbrun" grade "$work/class/none.md" --key $key
ends_with 2 "$nbrun" grade "$work/class/ann.md"

# Digits: seconds, at least 96 %, and the same bits twice.
cp notebooks/10-digits.md "$work/digits.md"
cd "$work"
printf '\n```{gradus}\nprint("accuracy {unseen:.4f}")\nprint("loss {fit.loss[end]:.17g}")\n```\n' >>digits.md
start=$SECONDS
"$nbrun" --quiet -t text -o first.txt digits.md
seconds=$((SECONDS - start))
"$nbrun" --quiet -t text -o second.txt digits.md
cmp -s first.txt second.txt
expect "the same bits twice" $? 0
accuracy=$(grep -oE 'accuracy 0\.[0-9]+' first.txt | cut -d ' ' -f 2)
expect "accuracy $accuracy of at least 0.96" "$(awk "BEGIN { print ($accuracy >= 0.96) }")" 1
expect "digits in $seconds seconds, at most 20" "$([ $seconds -le 20 ] && echo yes)" yes

finish course
