// Template: the matrix product. Every element of the result is fma(aᵢ₀, b₀ⱼ, 0), then fma(aᵢ₁, b₁ⱼ,
// ·) and so on in the order of k, so neither tiles nor threads nor the choice of a path show in the
// bits.
//
// The including file defines TILE_ROWS and TILE_VECTORS, the accumulators that fit its registers,
// and SMALL_SIDE, the side of the largest cube that is faster without packing (measured).

#include <stdlib.h>

enum {
  TILE_COLUMNS = TILE_VECTORS * LANES,
  BLOCK_DEPTH = 192,
  BLOCK_ROWS = TILE_ROWS * 16,
  BLOCK_COLUMNS = 2048 / TILE_COLUMNS * TILE_COLUMNS,
  SMALL_DEPTH = 512,
  // The largest tile that any caller asks for; what a smaller one leaves unused costs nothing.
  MOST_ROWS = TILE_ROWS > 4 ? TILE_ROWS : 4,
  MOST_VECTORS = 4,
};

/// c[0..<rows, 0..<vectors·LANES] (+)= a·b. Inlined with constants for `rows` and `vectors`.
INLINE void tile(int rows, int vectors, ptrdiff_t depth, const double *a, ptrdiff_t a_row,
                 ptrdiff_t a_column, const double *b, ptrdiff_t b_row, double *c, ptrdiff_t c_row,
                 int accumulate) {
  lanes sum[MOST_ROWS][MOST_VECTORS];
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++)
      sum[i][v] = accumulate ? load(c + i * c_row + v * LANES) : splat(0);
  for (ptrdiff_t p = 0; p < depth; p++) {
    lanes right[MOST_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) right[v] = load(b + p * b_row + v * LANES);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      lanes left = splat(a[i * a_row + p * a_column]);
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) sum[i][v] = fma_lanes(left, right[v], sum[i][v]);
    }
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) store(c + i * c_row + v * LANES, sum[i][v]);
}

// MARK: Large products: both operands packed in blocks

/// `rows` × depth of a as [depth][TILE_ROWS], missing rows zero.
static void pack_rows(const double *a, ptrdiff_t a_row, ptrdiff_t a_column, ptrdiff_t rows,
                      ptrdiff_t depth, double *to) {
  for (ptrdiff_t start = 0; start < rows; start += TILE_ROWS)
    for (ptrdiff_t p = 0; p < depth; p++)
      for (ptrdiff_t i = start; i < start + TILE_ROWS; i++)
        *to++ = i < rows ? a[i * a_row + p * a_column] : 0;
}

/// depth × `columns` of b as [depth][width], missing columns zero.
static void pack_columns(const double *b, ptrdiff_t b_row, ptrdiff_t b_column, ptrdiff_t columns,
                         ptrdiff_t depth, ptrdiff_t width, double *to) {
  for (ptrdiff_t start = 0; start < columns; start += width)
    for (ptrdiff_t p = 0; p < depth; p++) {
      const double *from = b + p * b_row + start * b_column;
      ptrdiff_t there = columns - start < width ? columns - start : width;
      if (b_column == 1)
        memcpy(to, from, (size_t)there * sizeof(double));
      else
        for (ptrdiff_t j = 0; j < there; j++) to[j] = from[j * b_column];
      for (ptrdiff_t j = there; j < width; j++) to[j] = 0;
      to += width;
    }
}

static __attribute__((noinline)) void tile_packed(ptrdiff_t depth, const double *a, const double *b,
                                                  double *c, ptrdiff_t c_row, int accumulate) {
  tile(TILE_ROWS, TILE_VECTORS, depth, a, 1, TILE_ROWS, b, TILE_COLUMNS, c, c_row, accumulate);
}

/// A tile that sticks out of c: computed in a buffer, of which the inside is copied.
static void tile_edge(ptrdiff_t depth, const double *a, const double *b, double *c, ptrdiff_t c_row,
                      ptrdiff_t rows, ptrdiff_t columns, int accumulate) {
  double buffer[TILE_ROWS * TILE_COLUMNS] = {0};
  if (accumulate)
    for (ptrdiff_t i = 0; i < rows; i++)
      memcpy(buffer + i * TILE_COLUMNS, c + i * c_row, (size_t)columns * sizeof(double));
  tile_packed(depth, a, b, buffer, TILE_COLUMNS, accumulate);
  for (ptrdiff_t i = 0; i < rows; i++)
    memcpy(c + i * c_row, buffer + i * TILE_COLUMNS, (size_t)columns * sizeof(double));
}

static void multiply_block(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const double *a,
                           const double *b, double *c, ptrdiff_t c_row, int accumulate) {
  for (ptrdiff_t j = 0; j < columns; j += TILE_COLUMNS)
    for (ptrdiff_t i = 0; i < rows; i += TILE_ROWS) {
      const double *left = a + i * depth, *right = b + j * depth;
      double *to = c + i * c_row + j;
      if (i + TILE_ROWS <= rows && j + TILE_COLUMNS <= columns)
        tile_packed(depth, left, right, to, c_row, accumulate);
      else
        tile_edge(depth, left, right, to, c_row, rows - i < TILE_ROWS ? rows - i : TILE_ROWS,
                  columns - j < TILE_COLUMNS ? columns - j : TILE_COLUMNS, accumulate);
    }
}

#define AT_MOST(n, limit) ((n) < (limit) ? (n) : (limit))

/// Room for `count` rows or columns, filled up to whole tiles.
static double *packing(ptrdiff_t count, ptrdiff_t tile_size, ptrdiff_t depth) {
  ptrdiff_t whole = (count + tile_size - 1) / tile_size * tile_size;
  return malloc(sizeof(double) * (size_t)(whole * depth) + 1);
}

/// Returns 0 if it was cancelled or there is no memory for the packed blocks.
static int multiply_large(const ck_product *o) {
  ptrdiff_t depth_most = AT_MOST(o->k, BLOCK_DEPTH);
  double *packed_a = packing(AT_MOST(o->m, BLOCK_ROWS), TILE_ROWS, depth_most);
  double *packed_b = packing(AT_MOST(o->n, BLOCK_COLUMNS), TILE_COLUMNS, depth_most);
  int done = packed_a && packed_b;
  for (ptrdiff_t j = 0; done && j < o->n; j += BLOCK_COLUMNS)
    for (ptrdiff_t p = 0; done && p < o->k; p += BLOCK_DEPTH) {
      ptrdiff_t columns = AT_MOST(o->n - j, BLOCK_COLUMNS), depth = AT_MOST(o->k - p, BLOCK_DEPTH);
      pack_columns(o->b + p * o->b_row + j * o->b_column, o->b_row, o->b_column, columns, depth,
                   TILE_COLUMNS, packed_b);
      for (ptrdiff_t i = 0; done && i < o->m; i += BLOCK_ROWS) {
        ptrdiff_t rows = AT_MOST(o->m - i, BLOCK_ROWS);
        pack_rows(o->a + i * o->a_row + p * o->a_column, o->a_row, o->a_column, rows, depth,
                  packed_a);
        multiply_block(rows, columns, depth, packed_a, packed_b, o->c + i * o->n + j, o->n, p > 0);
        done = !ck_should_stop();
      }
    }
  free(packed_a);
  free(packed_b);
  return done;
}

// MARK: Small and thin products: operands where they lie

/// Rows of a, four at a time, by `vectors` of columns of b that can be loaded whole.
#define DEFINE_STRIP(vectors)                                                                      \
  static void strip_##vectors(const ck_product *o, const double *b, ptrdiff_t b_row, double *c,    \
                              ptrdiff_t c_row) {                                                   \
    ptrdiff_t i = 0;                                                                               \
    for (; i + 4 <= o->m; i += 4)                                                                  \
      tile(4, vectors, o->k, o->a + i * o->a_row, o->a_row, o->a_column, b, b_row, c + i * c_row,  \
           c_row, 0);                                                                              \
    for (; i < o->m; i++)                                                                          \
      tile(1, vectors, o->k, o->a + i * o->a_row, o->a_row, o->a_column, b, b_row, c + i * c_row,  \
           c_row, 0);                                                                              \
  }
DEFINE_STRIP(1)
DEFINE_STRIP(2)

/// Rows i ..< i + rows of the columns that `packed` holds: computed aside, of which `columns` are
/// copied.
INLINE void rows_part(const ck_product *o, ptrdiff_t i, int rows, const double *packed, ptrdiff_t j,
                      ptrdiff_t columns) {
  double sums[MOST_ROWS * LANES];
  tile(rows, 1, o->k, o->a + i * o->a_row, o->a_row, o->a_column, packed, LANES, sums, LANES, 0);
  for (int r = 0; r < rows; r++)
    memcpy(o->c + (i + r) * o->n + j, sums + r * LANES, (size_t)columns * sizeof(double));
}

/// At most LANES columns that are fewer or do not lie side by side.
static void strip_part(const ck_product *o, ptrdiff_t j, ptrdiff_t columns) {
  double packed[SMALL_DEPTH * LANES];
  pack_columns(o->b + j * o->b_column, o->b_row, o->b_column, columns, o->k, LANES, packed);
  ptrdiff_t i = 0;
  for (; i + 4 <= o->m; i += 4) rows_part(o, i, 4, packed, j, columns);
  for (; i < o->m; i++) rows_part(o, i, 1, packed, j, columns);
}

static void multiply_small(const ck_product *o) {
  ptrdiff_t j = 0;
  if (o->b_column == 1) {
    for (; j + 2 * LANES <= o->n; j += 2 * LANES) strip_2(o, o->b + j, o->b_row, o->c + j, o->n);
    for (; j + LANES <= o->n; j += LANES) strip_1(o, o->b + j, o->b_row, o->c + j, o->n);
  }
  for (; j < o->n; j += LANES) strip_part(o, j, AT_MOST(o->n - j, LANES));
}

/// One row times b: columns side by side in lanes, or as independent chains of numbers. Returns 0 if it
/// was cancelled.
static int multiply_row(const ck_product *o) {
  ptrdiff_t j = 0, work = 0;
  if (o->b_column == 1) {
    for (; j + 4 * LANES <= o->n; j += 4 * LANES) {
      tile(1, 4, o->k, o->a, 0, o->a_column, o->b + j, o->b_row, o->c + j, 0, 0);
      if (ck_stops_after(&work, 4 * LANES * o->k)) return 0;
    }
    for (; j + LANES <= o->n; j += LANES)
      tile(1, 1, o->k, o->a, 0, o->a_column, o->b + j, o->b_row, o->c + j, 0, 0);
  }
  enum { CHAINS = 8 };
  for (; j + CHAINS <= o->n; j += CHAINS) {
    double sum[CHAINS] = {0};
    const double *b = o->b + j * o->b_column;
    for (ptrdiff_t p = 0; p < o->k; p++)
#pragma clang loop unroll(full)
      for (int c = 0; c < CHAINS; c++)
        sum[c] = __builtin_elementwise_fma(o->a[p * o->a_column],
                                           b[p * o->b_row + c * o->b_column], sum[c]);
    memcpy(o->c + j, sum, sizeof sum);
    if (ck_stops_after(&work, CHAINS * o->k)) return 0;
  }
  for (; j < o->n; j++) {
    double sum = 0;
    for (ptrdiff_t p = 0; p < o->k; p++)
      sum = __builtin_elementwise_fma(o->a[p * o->a_column], o->b[p * o->b_row + j * o->b_column],
                                      sum);
    o->c[j] = sum;
  }
  return 1;
}

static int matmul_run(const ck_product *o) {
  if (o->n == 1) {
    // (a·b)ᵀ = bᵀ·aᵀ: a column is a row of the transposed product, and fma(x, y, ·) = fma(y, x, ·).
    ck_product row = {1, o->m, o->k, o->b, 0, o->b_row, o->a, o->a_column, o->a_row, o->c};
    return multiply_row(&row);
  }
  if (o->m == 1) return multiply_row(o);
  ptrdiff_t limit = o->b_column == 1 ? SMALL_SIDE : 32;
  if (o->k <= SMALL_DEPTH && o->m * o->n * o->k <= limit * limit * limit) {
    multiply_small(o);
    return 1;
  }
  return multiply_large(o);
}
