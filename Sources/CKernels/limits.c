// Cancellation, the time limit, the count of bytes, and what happens to freed ones.

#include "CKernels.h"

#include <math.h>
#include <time.h>

#if defined(__linux__)
#include <malloc.h>
#endif

static volatile int cancel_flag;
static volatile int memory_exceeded;
static volatile int time_exceeded;
/// Seconds of the monotonic clock; infinite where there is no limit.
static double deadline = INFINITY, time_limit = INFINITY;
static int64_t memory_held;
static int64_t memory_limit = (int64_t)4 << 30;

void ck_cancel_request(void) { __atomic_store_n(&cancel_flag, 1, __ATOMIC_RELAXED); }
void ck_cancel_clear(void) {
  __atomic_store_n(&cancel_flag, 0, __ATOMIC_RELAXED);
  __atomic_store_n(&memory_exceeded, 0, __ATOMIC_RELAXED);
  __atomic_store_n(&time_exceeded, 0, __ATOMIC_RELAXED);
}
int ck_cancel_requested(void) { return __atomic_load_n(&cancel_flag, __ATOMIC_RELAXED); }

static double monotonic_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void ck_time_limit_set(double seconds) {
  double end = monotonic_seconds() + seconds;
  __atomic_store(&time_limit, &seconds, __ATOMIC_RELAXED);
  __atomic_store(&deadline, &end, __ATOMIC_RELAXED);
}
double ck_time_limit(void) {
  double seconds;
  __atomic_load(&time_limit, &seconds, __ATOMIC_RELAXED);
  return seconds;
}
int ck_time_was_exceeded(void) { return __atomic_load_n(&time_exceeded, __ATOMIC_RELAXED); }

int ck_should_stop(void) {
  if (ck_cancel_requested()) return 1;
  double end;
  __atomic_load(&deadline, &end, __ATOMIC_RELAXED);
  if (end == INFINITY || monotonic_seconds() <= end) return 0;
  __atomic_store_n(&time_exceeded, 1, __ATOMIC_RELAXED);
  ck_cancel_request();
  return 1;
}

// Most tensors are small, so each thread gathers its bytes and adds them up now and then: the total
// is known to FLUSH bytes a thread, at the price of a plain addition.
enum { FLUSH = 1 << 16 };
static _Thread_local int64_t memory_pending;

void ck_memory_refuse(void) {
  __atomic_store_n(&memory_exceeded, 1, __ATOMIC_RELAXED);
  ck_cancel_request();
}

static int64_t flush_memory(void) {
  int64_t total = __atomic_add_fetch(&memory_held, memory_pending, __ATOMIC_RELAXED);
  int grew = memory_pending > 0;
  memory_pending = 0;
  if (grew && total > ck_memory_limit()) ck_memory_refuse();
  return total;
}

void ck_memory_add(int64_t bytes) {
  memory_pending += bytes;
  if (memory_pending > FLUSH || memory_pending < -FLUSH) flush_memory();
}

int64_t ck_memory_held(void) { return flush_memory(); }
int ck_memory_was_exceeded(void) { return __atomic_load_n(&memory_exceeded, __ATOMIC_RELAXED); }
int64_t ck_memory_limit(void) { return __atomic_load_n(&memory_limit, __ATOMIC_RELAXED); }
void ck_memory_set_limit(int64_t bytes) {
  __atomic_store_n(&memory_limit, bytes, __ATOMIC_RELAXED);
}

// Tensors come and go in the same sizes. By default the C library gives large blocks back to the
// system at once, and the next operation pays for fresh pages: more than for the arithmetic.
#if defined(__GLIBC__)
__attribute__((constructor)) static void keep_freed_memory(void) {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
}
#endif
