// Cancellation and the count of bytes: the only mutable state of the kernels, all of it atomic.

#include "CKernels.h"

static volatile int cancel_flag;
static int64_t memory_held;
static int64_t memory_limit = INT64_MAX;

void ck_cancel_request(void) { __atomic_store_n(&cancel_flag, 1, __ATOMIC_RELAXED); }
void ck_cancel_clear(void) { __atomic_store_n(&cancel_flag, 0, __ATOMIC_RELAXED); }
int ck_cancel_requested(void) { return __atomic_load_n(&cancel_flag, __ATOMIC_RELAXED); }

int64_t ck_memory_add(int64_t bytes) {
  return __atomic_add_fetch(&memory_held, bytes, __ATOMIC_RELAXED);
}
int64_t ck_memory_limit(void) { return __atomic_load_n(&memory_limit, __ATOMIC_RELAXED); }
void ck_memory_set_limit(int64_t bytes) { __atomic_store_n(&memory_limit, bytes, __ATOMIC_RELAXED); }
