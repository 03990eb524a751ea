// Running reductions, in order. The order is all there is to do, so one version serves every CPU.

#include "kernels.h"

#include <string.h>

typedef double (*join)(double, double);

static double join_sum(double a, double b) { return a + b; }
static double join_product(double a, double b) { return a * b; }
// As the binary operations, with the same choice among zeros.
static double join_max(double a, double b) { return ck_binary_scalar(ck_binary_op_max, a, b); }
static double join_min(double a, double b) { return ck_binary_scalar(ck_binary_op_min, a, b); }

static inline __attribute__((always_inline)) void scan_row(join f, const double *x, double *y,
                                                           ptrdiff_t length) {
  double running = y[0] = x[0];
  for (ptrdiff_t start = 1; start < length; start += ck_chunk) {
    ptrdiff_t end = start + ck_chunk < length ? start + ck_chunk : length;
    for (ptrdiff_t j = start; j < end; j++) y[j] = running = f(running, x[j]);
    if (end < length && ck_should_stop()) return;
  }
}

static inline __attribute__((always_inline)) void scan(join f, const double *x, double *y,
                                                       ptrdiff_t outer, ptrdiff_t length,
                                                       ptrdiff_t inner) {
  if (length == 0) return;
  ptrdiff_t work = 0;
  for (ptrdiff_t o = 0; o < outer; o++, x += length * inner, y += length * inner) {
    if (ck_stops_after(&work, length * inner)) return;
    if (inner == 1) {
      scan_row(f, x, y, length);
      continue;
    }
    memcpy(y, x, (size_t)inner * sizeof(double));
    for (ptrdiff_t i = inner; i < length * inner; i++) y[i] = f(y[i - inner], x[i]);
  }
}

void ck_scan(int op, const double *x, double *y, ptrdiff_t outer, ptrdiff_t length,
             ptrdiff_t inner) {
  switch (op) {
    case ck_reduce_op_sum: return scan(join_sum, x, y, outer, length, inner);
    case ck_reduce_op_product: return scan(join_product, x, y, outer, length, inner);
    case ck_reduce_op_max: return scan(join_max, x, y, outer, length, inner);
    default: return scan(join_min, x, y, outer, length, inner);
  }
}
