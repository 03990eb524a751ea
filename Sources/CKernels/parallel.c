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

/// A worker that sleeps takes 10 to 30 µs to begin; each thread should have several times that to do.
int ck_threads_for(double nanoseconds) {
  double useful = nanoseconds / 6e4;
  int limit = ck_threads();
  return useful < 2 ? 1 : useful < limit ? (int)useful : limit;
}

// MARK: Workers, which stay once they are started

enum {
  /// How often a worker looks for more work, and its caller for the end of it, before it sleeps: some 20 µs.
  SPINS = 500,
};

typedef struct {
  /// What the worker has to do; NULL when it has done it.
  void (*body)(void *context, int index);
  void *context;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  int started;
} worker;

/// The first is the calling thread's own place.
static worker workers[MAX_THREADS];
/// Held by the one thread that the workers serve now.
static pthread_mutex_t in_use = PTHREAD_MUTEX_INITIALIZER;

static int has_work(worker *w) { return __atomic_load_n(&w->body, __ATOMIC_ACQUIRE) != NULL; }

/// Waits until the worker has work, or has none.
static void await(worker *w, int wanted) {
  for (int i = 0; i < SPINS; i++) {
    if (has_work(w) == wanted) return;
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
  pthread_mutex_lock(&w->lock);
  while (has_work(w) != wanted) pthread_cond_wait(&w->changed, &w->lock);
  pthread_mutex_unlock(&w->lock);
}

static void set_work(worker *w, void (*body)(void *context, int index)) {
  pthread_mutex_lock(&w->lock);
  __atomic_store_n(&w->body, body, __ATOMIC_RELEASE);
  pthread_cond_broadcast(&w->changed);
  pthread_mutex_unlock(&w->lock);
}

static void *work(void *argument) {
  worker *mine = argument;
  for (;;) {
    await(mine, 1);
    mine->body(mine->context, (int)(mine - workers));
    set_work(mine, NULL);
  }
  return NULL;
}

static int start(worker *w) {
  if (w->started) return 1;
  pthread_t thread;
  pthread_mutex_init(&w->lock, NULL);
  pthread_cond_init(&w->changed, NULL);
  if (pthread_create(&thread, NULL, work, w) != 0) return 0;
  pthread_detach(thread);
  w->started = 1;
  return 1;
}

/// A child process has none of its parent's threads.
static void forget_workers(void) {
  for (int t = 0; t < MAX_THREADS; t++) workers[t] = (worker){.body = NULL};
  pthread_mutex_init(&in_use, NULL);
}

__attribute__((constructor)) static void watch_forks(void) {
  pthread_atfork(NULL, NULL, forget_workers);
}

void ck_parallel(int count, void (*body)(void *context, int index), void *context) {
  if (count > MAX_THREADS) count = MAX_THREADS;
  if (pthread_mutex_trylock(&in_use) != 0) {
    for (int t = 0; t < count; t++) body(context, t);
    return;
  }
  int given[MAX_THREADS] = {0};
  for (int t = 1; t < count; t++) {
    if (!start(&workers[t])) continue;
    given[t] = 1;
    workers[t].context = context;
    set_work(&workers[t], body);
  }
  for (int t = 0; t < count; t++)
    if (!given[t]) body(context, t);
  for (int t = 1; t < count; t++)
    if (given[t]) await(&workers[t], 0);
  pthread_mutex_unlock(&in_use);
}
