// The choice of an instruction set, and the calls that go through it.

#include "kernels.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
static const ck_kernels *const tables[ck_isa_count] = {&ck_kernels_base, &ck_kernels_v3,
                                                       &ck_kernels_v4};
#else
static const ck_kernels *const tables[ck_isa_count] = {&ck_kernels_base, NULL, NULL};
#endif

const ck_kernels *ck_kernels_current = &ck_kernels_base;

int ck_isa_supported(int isa) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  int v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  return isa == ck_isa_base || (isa == ck_isa_v3 && v3) || (isa == ck_isa_v4 && v4);
#else
  return isa == ck_isa_base;
#endif
}

int ck_isa_current(void) {
  for (int isa = 0; isa < ck_isa_count; isa++)
    if (tables[isa] == __atomic_load_n(&ck_kernels_current, __ATOMIC_RELAXED)) return isa;
  return ck_isa_base;
}

int ck_isa_select(int isa) {
  if (isa < 0 || isa >= ck_isa_count || !ck_isa_supported(isa)) return 0;
  __atomic_store_n(&ck_kernels_current, tables[isa], __ATOMIC_RELAXED);
  return 1;
}

const char *ck_unsupported_cpu(void) {
#if defined(__x86_64__)
  if (!ck_isa_supported(ck_isa_v3))
    return "this CPU lacks AVX2 or FMA (x86-64-v3); results could not be the same as elsewhere";
#endif
  return NULL;
}

// Before main: the best set that the CPU has, or the one that GRADUS_ISA names.
__attribute__((constructor)) static void choose_isa(void) {
  static const char *const names[ck_isa_count] = {"base", "v3", "v4"};
  const char *wanted = getenv("GRADUS_ISA");
  for (int isa = 0; isa < ck_isa_count; isa++)
    if (!wanted || strcmp(wanted, names[isa]) == 0) ck_isa_select(isa);
}

#define CURRENT (__atomic_load_n(&ck_kernels_current, __ATOMIC_RELAXED))

// MARK: Names

#define NAME(name, ...) #name,
static const char *const unary_names[] = {CK_UNARY_OPERATIONS(NAME)};
static const char *const binary_names[] = {CK_BINARY_OPERATIONS(NAME)};
static const char *const compare_names[] = {CK_COMPARE_OPERATIONS(NAME)};
static const char *const reduce_names[] = {CK_REDUCE_OPERATIONS(NAME)};

int ck_unary_count(void) { return ck_unary_operations; }
int ck_binary_count(void) { return ck_binary_operations; }
int ck_compare_count(void) { return ck_compare_operations; }
int ck_reduce_count(void) { return ck_reduce_operations; }
const char *ck_unary_name(int op) { return unary_names[op]; }
const char *ck_binary_name(int op) { return binary_names[op]; }
const char *ck_compare_name(int op) { return compare_names[op]; }
const char *ck_reduce_name(int op) { return reduce_names[op]; }

// MARK: Runs

// Large runs are cut into parts of whole vectors, one a thread: every element is computed by itself.

typedef struct {
  int op, threads;
  const double *a, *b;
  ptrdiff_t a_step, b_step;
  double *y;
  ptrdiff_t n;
} shared_run;

static ptrdiff_t part_start(const shared_run *run, int index) {
  return index == run->threads ? run->n : run->n / run->threads * index / 64 * 64;
}

/// A part, chunk by chunk, until a cancel.
#define FOR_CHUNKS(first, last, start, n)                                                          \
  for (ptrdiff_t start = (first), n; start < (last); start += n)                                   \
    if ((n = (last)-start < ck_chunk ? (last)-start : ck_chunk), start > (first) && ck_should_stop()) \
      break;                                                                                       \
    else

static void unary_part(int op, const double *x, double *y, ptrdiff_t first, ptrdiff_t last) {
  FOR_CHUNKS(first, last, start, n) CURRENT->unary[op](x + start, y + start, n);
}

static void binary_part(int op, const double *a, ptrdiff_t a_step, const double *b,
                        ptrdiff_t b_step, double *y, ptrdiff_t first, ptrdiff_t last) {
  FOR_CHUNKS(first, last, start, n)
  CURRENT->binary[op](a + start * a_step, a_step, b + start * b_step, b_step, y + start, n);
}

static void unary_share(void *context, int index) {
  const shared_run *run = context;
  unary_part(run->op, run->a, run->y, part_start(run, index), part_start(run, index + 1));
}

static void binary_share(void *context, int index) {
  const shared_run *run = context;
  binary_part(run->op, run->a, run->a_step, run->b, run->b_step, run->y, part_start(run, index),
              part_start(run, index + 1));
}

double ck_unary_cost(int op) {
  return (op >= ck_op_exp && op < ck_op_relu) || op == ck_op_cbrt ? 2 : 0.4;
}
double ck_binary_cost(int op) { return op >= ck_binary_op_power ? 2 : 0.4; }

void ck_unary(int op, const double *x, double *y, ptrdiff_t n) {
  int threads = n < 1 << 15 ? 1 : ck_threads_for(ck_unary_cost(op) * (double)n);
  if (threads == 1) {
    unary_part(op, x, y, 0, n);
    return;
  }
  shared_run run = {op, threads, x, NULL, 1, 0, y, n};
  ck_parallel(threads, unary_share, &run);
}

void ck_binary(int op, const double *a, ptrdiff_t a_step, const double *b, ptrdiff_t b_step,
               double *y, ptrdiff_t n) {
  if (n <= 0) return;
  int threads = n < 1 << 15 ? 1 : ck_threads_for(ck_binary_cost(op) * (double)n);
  if (threads == 1) {
    binary_part(op, a, a_step, b, b_step, y, 0, n);
    return;
  }
  shared_run run = {op, threads, a, b, a_step, b_step, y, n};
  ck_parallel(threads, binary_share, &run);
}

void ck_compare(int op, const double *a, ptrdiff_t a_step, const double *b, ptrdiff_t b_step,
                uint8_t *y, ptrdiff_t n) {
  FOR_CHUNKS(0, n, start, count)
  CURRENT->compare[op](a + start * a_step, a_step, b + start * b_step, b_step, y + start, count);
}

void ck_select(const uint8_t *mask, const double *a, ptrdiff_t a_step, const double *b,
               ptrdiff_t b_step, double *y, ptrdiff_t n) {
  FOR_CHUNKS(0, n, start, count)
  CURRENT->select(mask + start, a + start * a_step, a_step, b + start * b_step, b_step, y + start,
                  count);
}

double ck_reduce(int op, const double *x, ptrdiff_t n) { return CURRENT->reduce[op](x, n); }

void ck_reduce_axis(int op, const double *x, double *y, ptrdiff_t outer, ptrdiff_t length,
                    ptrdiff_t inner) {
  CURRENT->reduce_axis[op](x, y, outer, length, inner);
}

double ck_dot(const double *a, const double *b, ptrdiff_t n) { return CURRENT->dot(a, b, n); }

double ck_exp_shifted(const double *x, double shift, double *y, ptrdiff_t n) {
  return CURRENT->exp_shifted(x, shift, y, n);
}

// MARK: Matrix product, split by rows over threads where that pays

typedef struct {
  const ck_product *product;
  int count;
  int cancelled;
} shared_product;

static void multiply_share(void *context, int index) {
  shared_product *shared = context;
  ck_product mine = *shared->product;
  ptrdiff_t first = mine.m * index / shared->count, last = mine.m * (index + 1) / shared->count;
  mine.m = last - first;
  mine.a += first * mine.a_row;
  mine.c += first * mine.n;
  if (!CURRENT->matmul(&mine)) __atomic_store_n(&shared->cancelled, 1, __ATOMIC_RELAXED);
}

static int thread_count(const ck_product *product) {
  double work = (double)product->m * (double)product->n * (double)product->k;
  if (work < 1e6) return 1;
  int count = ck_threads_for(work / 30);
  if (count > product->m / 64) count = (int)(product->m / 64);
  return count < 1 ? 1 : count;
}

int ck_matmul(const ck_product *product) {
  if (product->m == 0 || product->n == 0) return 1;
  int count = thread_count(product);
  if (count == 1) return CURRENT->matmul(product);
  shared_product shared = {product, count, 0};
  ck_parallel(count, multiply_share, &shared);
  return !shared.cancelled;
}
