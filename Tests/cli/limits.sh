#!/usr/bin/env bash
# Programs that ask for too much: each ends in a result or a diagnostic within its budget, never in a crash.
# And ctrl-C, which takes effect within a kernel too.
#   GRADUS=path   another program than the release build
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source Tests/cli/support.bash
gradus=${GRADUS:-$PWD/.build/release/gradus}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# A program from a file, with what it must end with: exit code, part of what it says, seconds it may take.
ends() { # what, exit code, part of its output or its diagnostic, file
  local found code
  found=$(timeout -s KILL "${seconds:-20}" "$gradus" run "$4" 2>&1 </dev/null | head -c 4000)
  code=${PIPESTATUS[0]}
  [ "$code" = "$2" ] || expect "the exit code of $1" "$code" "$2"
  case "$found" in
  *"$3"*) passed=$((passed + 1)) ;;
  *) expect "$1" "$found" "…$3…" ;;
  esac
}
program() { printf '%s\n' "$1" >p.gradus; }

# Endless.
program 'f(n) = f(n + 1) + 1
f(1)'
ends "recursion without end" 3 E0701 p.gradus
program 'f(n) = fold((a, x) -> f(a), n, 1:3)
f(1)'
ends "recursion through a builtin" 3 E0701 p.gradus
program 't = (1,); while true; t = (t, t); end'
ends "nesting without end" 3 E0707 p.gradus
program 's = "x"; while true; s = "{s}{s}"; end'
ends "a text without end" 3 E0704 p.gradus
timeout --preserve-status -s INT 1 "$gradus" -e 'while true; end' 2>/dev/null
expect "a loop without end, interrupted" $? 130

# Huge.
for code in 'zeros(1e6, 1e6)' 'sum(1:1e13)' 'permutation(1e12)' 'f(x) = x; f.(1:1e12)' \
  '(1:1e12) == [1, 2]' '2 in 1:1e12' 'x = 1:1e15; x[2:1e14]' 'cat((1:1e12, [1]))' 'plot(1:1e11)' \
  'grad(x -> sum(x))(1:1e12)' 'ode((t, y) -> y, 1, 0:1e-12:1)' 'shuffle(1:1e12)' 'latex(1:1e12)' \
  'repeat(ones(10), 1e12)' 'eye(1e6)' 'outer(1:1e6, 1:1e6)'; do
  program "$code"
  ends "$code" 3 E0704 p.gradus
done
program 'sum([k for k in 1:1e6]), (1:1e12)[end], length(1:1e15)'
ends "long ranges that nobody walks" 0 "(500000500000, 1000000000000, 1e15)" p.gradus
program 's = "x"; for i in 1:26; s = "{s}{s}"; end; s'
ends "a text of 64 MB" 0 "(67108864 bytes)" p.gradus

# Texts that are hard to read.
line() { # before, part, times, after
  printf '%s' "$1"
  head -c $((${#2} * $3)) < <(yes "$2" | tr -d '\n')
  printf '%s\n' "$4"
}
line 'x = ' '(' 10000 '1' >deep.gradus
ends "10000 parentheses, open" 1 E0012 deep.gradus
{ line 'x = ' '(' 10000 '1' | tr -d '\n'; line '' ')' 10000 '; x'; } >deep.gradus
ends "10000 parentheses" 1 E0012 deep.gradus
line 'x = ' '-' 10000 '1; x' >deep.gradus
ends "10000 signs" 1 E0012 deep.gradus
line 'x = 1' '^1' 10000 '; x' >deep.gradus
ends "a tower of 10000 powers" 1 E0012 deep.gradus
line 'x = ' '[' 10000 '1' >deep.gradus
ends "10000 brackets" 1 E0012 deep.gradus
line 'x = ' 'y -> ' 10000 '1; x' >deep.gradus
ends "10000 functions in each other" 1 E0012 deep.gradus
line '' 'if true; ' 10000 '' >deep.gradus
ends "10000 blocks" 1 E0012 deep.gradus
line 'x = [0' ', 1' 3400000 ']; sum(x)' >line.gradus
ends "an array of 10 MB on one line" 0 3400000 line.gradus
line 'x = [0' '; 1' 3400000 ']; sum(x)' >line.gradus
ends "a column of 10 MB on one line" 0 3400000 line.gradus
line 'x = "' 'abcde' 2000000 '"; length(x)' >line.gradus
ends "a text of 10 MB on one line" 0 10000000 line.gradus
line '# ' 'abcde' 2000000 '' >line.gradus
ends "a comment of 10 MB on one line" 0 "" line.gradus
line 'x = 0' ' + 1' 2500000 '; x' >line.gradus
ends "a sum of 10 MB on one line" 1 E0012 line.gradus
line 'x = 1; ' 'x += 1; ' 1250000 'x' >line.gradus
ends "1250000 statements on one line" 0 1250001 line.gradus
line '' 'a' 10000000 '' >line.gradus
ends "a name of 10 MB" 1 E0101 line.gradus
line 'x = ' '1' 10000000 '' >line.gradus
ends "a number of 10 MB" 0 "" line.gradus
head -c 10000000 /dev/urandom >noise.gradus
ends "10 MB of bytes" 2 UTF-8 noise.gradus
head -c 10000000 < <(LC_ALL=C tr -dc '[:graph:]\n' </dev/urandom) >noise.gradus
ends "10 MB of noise" 1 error noise.gradus

# ctrl-C within one long kernel: the program ends at once, and says so.
interrupt() { # what runs
  local process started code
  "$gradus" -e "$1" >/dev/null 2>told &
  process=$!
  sleep 1
  started=$(date +%s%N)
  kill -INT "$process" 2>/dev/null
  wait "$process"
  code=$?
  local took=$((($(date +%s%N) - started) / 1000000))
  [ "$code" = 130 ] && [ "$took" -lt 1500 ] && grep -q E0706 told && return 0
  expect "ctrl-C in $1" "exit code $code after $took ms" "130 at once"
  return 1
}
for code in 'A = ones(4000, 4000); while true; A*A; end' 'A = ones(5e7); while true; exp(A); end' \
  'A = ones(5e7); while true; sum(A); end' 'while true; randn(2e7); end' \
  'A = randn(2e7); while true; sort(A); end' 'A = ones(7000, 7000); while true; B = Aᵀ .+ 1; end' \
  'A = ones(5e7); f(x) = sin(x)^2; while true; f.(A); end'; do
  interrupt "$code" && passed=$((passed + 1))
done

finish limits
