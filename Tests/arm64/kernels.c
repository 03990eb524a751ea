// A line for each kernel: its name and a hash of what it gives for fixed numbers. Run on two instruction sets,
// the lines must be the same. NaNs count as one, since their sign and payload may differ.

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "CKernels.h"

enum { COUNT = 4999 };
static double x[COUNT], z[COUNT], y[COUNT];

static uint64_t hash_of(const void *numbers, size_t width, size_t count) {
  uint64_t hash = 0xcbf29ce484222325;
  const unsigned char *bytes = numbers;
  for (size_t i = 0; i < count; i++) {
    double number = 0;
    if (width == 8) memcpy(&number, bytes + 8 * i, 8);
    for (size_t j = 0; j < width; j++)
      hash = (hash ^ (number != number ? 0xFF : bytes[width * i + j])) * 0x100000001b3;
  }
  return hash;
}

static void tell(const char *kind, const char *name, const void *numbers, size_t width, size_t count) {
  printf("%s %s %016" PRIx64 "\n", kind, name, hash_of(numbers, width, count));
}

/// Numbers of small, middling and all magnitudes, and the edges.
static void fill(double *to, uint64_t key) {
  static const double edges[] = {0,     -0.0,   1,    -1,    0.5,     -0.5,    __builtin_inf(), -__builtin_inf(),
                                 1e308, -1e308, 5e-324, 1e-310, 709.78, -745.13, -1000, 3.141592653589793};
  double uniform[COUNT];
  uint64_t words[COUNT];
  ck_random_uniform(key, 0, uniform, COUNT);
  ck_random_words(key + 1, 0, words, COUNT);
  for (int i = 0; i < COUNT; i++) {
    switch (i % 4) {
    case 0: to[i] = uniform[i]; break;
    case 1: to[i] = uniform[i] * 16 - 8; break;
    case 2: to[i] = uniform[i] * 1500 - 750; break;
    default: memcpy(to + i, words + i, 8);
    }
  }
  for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) to[(i * 37 + key) % COUNT] = edges[i];
}

static void products(void) {
  static const int sizes[][3] = {{1, 1, 1}, {3, 5, 7}, {8, 8, 8}, {17, 33, 65}, {64, 48, 40}, {130, 71, 200}};
  static double a[130 * 200], b[200 * 71], c[130 * 71];
  ck_random_uniform(7, 0, a, 130 * 200);
  ck_random_uniform(8, 0, b, 200 * 71);
  for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
    ptrdiff_t m = sizes[s][0], n = sizes[s][1], k = sizes[s][2];
    for (int turned = 0; turned < 4; turned++) {
      ck_product product = {m, n, k, a, k, 1, b, n, 1, c};
      if (turned & 1) product.a_row = 1, product.a_column = m;
      if (turned & 2) product.b_row = 1, product.b_column = k;
      ck_matmul(&product);
      char name[64];
      snprintf(name, sizeof name, "%tdx%tdx%td/%d", m, n, k, turned);
      tell("product", name, c, 8, (size_t)(m * n));
    }
  }
}

int main(void) {
  fill(x, 1);
  fill(z, 5);
  tell("random", "x", x, 8, COUNT);
  for (int op = 0; op < ck_unary_count(); op++) {
    ck_unary(op, x, y, COUNT);
    tell("unary", ck_unary_name(op), y, 8, COUNT);
    for (int i = 0; i < COUNT; i++) y[i] = ck_unary_scalar(op, x[i]);
    tell("unary", ck_unary_name(op), y, 8, COUNT);
  }
  for (int op = 0; op < ck_binary_count(); op++) {
    ck_binary(op, x, 1, z, 1, y, COUNT);
    tell("binary", ck_binary_name(op), y, 8, COUNT);
    ck_binary(op, x, 1, z + 1, 0, y, COUNT);
    tell("binary", ck_binary_name(op), y, 8, COUNT);
  }
  for (int op = 0; op < ck_compare_count(); op++) {
    uint8_t bits[COUNT];
    ck_compare(op, x, 1, z, 1, bits, COUNT);
    tell("compare", ck_compare_name(op), bits, 1, COUNT);
  }
  ck_random_uniform(11, 3, x, COUNT);
  ck_random_uniform(12, 3, z, COUNT);
  for (int op = 0; op < ck_reduce_count(); op++) {
    for (int n = 1; n <= COUNT; n = n * 3 + 1) {
      double value = ck_reduce(op, x, n);
      tell("reduce", ck_reduce_name(op), &value, 8, 1);
    }
    ck_reduce_axis(op, x, y, 7, 51, 14);
    tell("axis", ck_reduce_name(op), y, 8, 7 * 14);
  }
  double value = ck_dot(x, z, COUNT);
  tell("dot", "", &value, 8, 1);
  value = ck_exp_shifted(x, 0.75, y, COUNT);
  tell("exp_shifted", "sum", &value, 8, 1);
  tell("exp_shifted", "terms", y, 8, COUNT);
  for (int op = 0; op < 4; op++) {
    ck_scan(op, x, y, 5, 23, 43);
    tell("scan", "", y, 8, 5 * 23 * 43);
  }
  products();
  return 0;
}
