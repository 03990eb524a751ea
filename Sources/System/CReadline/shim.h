// readline.h uses FILE without including its header.
#include <stdio.h>

#include <readline/history.h>
#include <readline/readline.h>

#include <signal.h>
#include <sys/select.h>

// Waits until `fd` can be read, with `mask` as the blocked signals meanwhile. Here because Swift has neither
// `ppoll` nor the macros of `pselect`.
static inline int wait_for_input(int fd, const sigset_t *mask) {
  fd_set set;
  FD_ZERO(&set);
  FD_SET(fd, &set);
  return pselect(fd + 1, &set, 0, 0, 0, mask);
}
