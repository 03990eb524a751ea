# Expectations for the scripts beside this one; they count, and `finish` ends with 1 if one failed.
passed=0
failed=0

expect() { # what, found, expected
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '✘ %s\n  expected: %s\n  found:    %s\n' "$1" "$3" "$2"
  fi
}
shows() { # standard output, command …
  local expected=$1
  shift
  expect "$*" "$("$@" 2>/dev/null)" "$expected"
}
ends_with() { # exit code, command …
  local expected=$1
  shift
  "$@" >/dev/null 2>&1 </dev/null
  expect "the exit code of $*" $? "$expected"
}
says() { # part of standard error, command …
  local expected=$1 found
  shift
  found=$("$@" 2>&1 >/dev/null </dev/null)
  case "$found" in
  *"$expected"*) passed=$((passed + 1)) ;;
  *) expect "standard error of $*" "$found" "…$expected…" ;;
  esac
}
finish() {
  echo "$1: $passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
