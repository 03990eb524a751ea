// The operations on single numbers: the same formulas over vectors of one lane.

#include "kernels.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#endif

#define LANES 1
#define KERNEL_ISA 1

#include "lanes.h"
#include "lanes_finz.h"
#include "formulas.h"

#define SCALAR_UNARY(name, formula)                                                                \
  static double scalar_##name(double number) {                                                     \
    lanes x = splat(number);                                                                       \
    return ((lanes)(formula))[0];                                                                  \
  }
CK_UNARY_OPERATIONS(SCALAR_UNARY)

#define SCALAR_BINARY(name, formula)                                                               \
  static double scalar_binary_##name(double left, double right) {                                  \
    lanes a = splat(left), b = splat(right);                                                       \
    return ((lanes)(formula))[0];                                                                  \
  }
CK_BINARY_OPERATIONS(SCALAR_BINARY)

#define SCALAR_COMPARE(name, formula)                                                              \
  static int scalar_compare_##name(double a, double b) { return formula; }
CK_COMPARE_OPERATIONS(SCALAR_COMPARE)

#if defined(__x86_64__)
#pragma clang attribute pop
#endif

#define UNARY_ENTRY(name, ...) scalar_##name,
#define BINARY_ENTRY(name, ...) scalar_binary_##name,
#define COMPARE_ENTRY(name, ...) scalar_compare_##name,

static double (*const unary_scalars[])(double) = {CK_UNARY_OPERATIONS(UNARY_ENTRY)};
static double (*const binary_scalars[])(double, double) = {CK_BINARY_OPERATIONS(BINARY_ENTRY)};
static int (*const compare_scalars[])(double, double) = {CK_COMPARE_OPERATIONS(COMPARE_ENTRY)};

double ck_unary_scalar(int op, double x) { return unary_scalars[op](x); }
double ck_binary_scalar(int op, double a, double b) { return binary_scalars[op](a, b); }
int ck_compare_scalar(int op, double a, double b) { return compare_scalars[op](a, b); }
