// The table of kernels of one instruction set.

#ifndef GRADUS_KERNELS_H
#define GRADUS_KERNELS_H

#include "CKernels.h"
#include "operations.h"

typedef void (*ck_unary_run)(const double *x, double *y, ptrdiff_t n);
typedef void (*ck_binary_run)(const double *a, ptrdiff_t a_step, const double *b, ptrdiff_t b_step,
                              double *y, ptrdiff_t n);
typedef void (*ck_compare_run)(const double *a, ptrdiff_t a_step, const double *b, ptrdiff_t b_step,
                               uint8_t *y, ptrdiff_t n);
typedef double (*ck_reduce_run)(const double *x, ptrdiff_t n);
typedef void (*ck_reduce_axis_run)(const double *x, double *y, ptrdiff_t outer, ptrdiff_t length,
                                   ptrdiff_t inner);

#define CK_ENUMERATE(name, ...) ck_op_##name,
enum { CK_UNARY_OPERATIONS(CK_ENUMERATE) ck_unary_operations };
#undef CK_ENUMERATE
#define CK_ENUMERATE(name, ...) ck_binary_op_##name,
enum { CK_BINARY_OPERATIONS(CK_ENUMERATE) ck_binary_operations };
#undef CK_ENUMERATE
#define CK_ENUMERATE(name, ...) ck_compare_op_##name,
enum { CK_COMPARE_OPERATIONS(CK_ENUMERATE) ck_compare_operations };
#undef CK_ENUMERATE
#define CK_ENUMERATE(name, ...) ck_reduce_op_##name,
enum { CK_REDUCE_OPERATIONS(CK_ENUMERATE) ck_reduce_operations };
#undef CK_ENUMERATE

typedef struct {
  ck_unary_run unary[ck_unary_operations];
  ck_binary_run binary[ck_binary_operations];
  ck_compare_run compare[ck_compare_operations];
  ck_reduce_run reduce[ck_reduce_operations];
  ck_reduce_axis_run reduce_axis[ck_reduce_operations];
  double (*dot)(const double *a, const double *b, ptrdiff_t n);
  double (*exp_shifted)(const double *x, double shift, double *y, ptrdiff_t n);
  void (*select)(const uint8_t *mask, const double *a, ptrdiff_t a_step, const double *b,
                 ptrdiff_t b_step, double *y, ptrdiff_t n);
  int (*matmul)(const ck_product *product);
} ck_kernels;

extern const ck_kernels ck_kernels_base;
#if defined(__x86_64__)
extern const ck_kernels ck_kernels_v3, ck_kernels_v4;
#endif

/// Adds to the work done since the last look; every ck_chunk elements, whether to stop.
static inline int ck_stops_after(ptrdiff_t *work, ptrdiff_t n) {
  *work += n;
  if (*work < ck_chunk) return 0;
  *work = 0;
  return ck_should_stop();
}

/// How many threads are worth their start for so much work (one thread's time).
int ck_threads_for(double nanoseconds);
/// About how many nanoseconds an operation takes for one number of a long run.
double ck_unary_cost(int op);
double ck_binary_cost(int op);
/// Calls `body` with each index below `count` (at most 8), each on a thread of its own.
void ck_parallel(int count, void (*body)(void *context, int index), void *context);

/// The table that all calls go through.
extern const ck_kernels *ck_kernels_current;

#endif
