// Work on two or more threads. Callers split it so that the split can't show in the bits: by rows of
// a matrix product, by blocks whose partial results are joined in a fixed order afterwards.

#include "kernels.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_THREADS = 8 };

static int thread_limit;

// Before main: as many as there are cores, or as GRADUS_THREADS says.
__attribute__((constructor)) static void choose_threads(void) {
  const char *wanted = getenv("GRADUS_THREADS");
  long count = wanted ? strtol(wanted, NULL, 10) : sysconf(_SC_NPROCESSORS_ONLN);
  ck_threads_set((int)(count < MAX_THREADS ? count : MAX_THREADS));
}

void ck_threads_set(int count) {
  if (count > MAX_THREADS) count = MAX_THREADS;
  __atomic_store_n(&thread_limit, count < 1 ? 1 : count, __ATOMIC_RELAXED);
}

int ck_threads(void) { return __atomic_load_n(&thread_limit, __ATOMIC_RELAXED); }

/// A thread takes about 30 µs to start; it should have several times that to do.
int ck_threads_for(double nanoseconds) {
  double useful = nanoseconds / 1e5;
  int limit = ck_threads();
  return useful < 2 ? 1 : useful < limit ? (int)useful : limit;
}

typedef struct {
  void (*body)(void *context, int index);
  void *context;
  int index;
} share;

static void *run_share(void *argument) {
  share *mine = argument;
  mine->body(mine->context, mine->index);
  return NULL;
}

void ck_parallel(int count, void (*body)(void *context, int index), void *context) {
  share shares[MAX_THREADS];
  pthread_t threads[MAX_THREADS];
  int started[MAX_THREADS] = {0};
  if (count > MAX_THREADS) count = MAX_THREADS;
  for (int t = count - 1; t >= 0; t--) {
    shares[t] = (share){body, context, t};
    started[t] = t > 0 && pthread_create(&threads[t], NULL, run_share, &shares[t]) == 0;
    if (!started[t]) run_share(&shares[t]);
  }
  for (int t = 1; t < count; t++)
    if (started[t]) pthread_join(threads[t], NULL);
}
