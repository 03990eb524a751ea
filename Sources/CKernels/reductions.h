// Template: reductions in one fixed order, whatever the width of the registers.
//
// A run is cut by a binary tree into blocks of at most BLOCK numbers; a block is summed in 4 × 8
// lanes, which are then joined by a fixed tree. The error of a sum so grows with log n.

enum { BLOCK = 4096, AXIS_BLOCK = 128 };

/// How much of a run of more than BLOCK numbers goes to the left half of the tree.
INLINE ptrdiff_t left_half(ptrdiff_t n) { return (n / 2 + BLOCK - 1) / BLOCK * BLOCK; }

#define DEFINE_REDUCE(name, identity, formula)                                                     \
  INLINE lanes join_##name(lanes a, lanes b) { return formula; }                                   \
  INLINE double join_lanes_##name(lanes v) {                                                       \
    double s[LANES];                                                                               \
    store(s, v);                                                                                   \
    for (int half = LANES / 2; half >= 1; half /= 2)                                               \
      for (int i = 0; i < half; i++) s[i] = join_##name(splat(s[i]), splat(s[i + half]))[0];       \
    return s[0];                                                                                   \
  }                                                                                                \
  static double reduce_block_##name(const double *x, ptrdiff_t n) {                                \
    lanes s[4] = {splat(identity), splat(identity), splat(identity), splat(identity)};             \
    ptrdiff_t i = 0;                                                                               \
    for (; i + 4 * LANES <= n; i += 4 * LANES)                                                     \
      for (int q = 0; q < 4; q++) s[q] = join_##name(s[q], load(x + i + q * LANES));               \
    int q = 0;                                                                                     \
    for (; i + LANES <= n; i += LANES, q++) s[q] = join_##name(s[q], load(x + i));                 \
    if (i < n) s[q] = join_##name(s[q], load_part(x + i, n - i, identity));                        \
    return join_lanes_##name(join_##name(join_##name(s[0], s[1]), join_##name(s[2], s[3])));       \
  }                                                                                                \
  static double reduce_run_##name(const double *x, ptrdiff_t n) {                                  \
    if (n <= BLOCK) return reduce_block_##name(x, n);                                              \
    if (n > ck_chunk && ck_should_stop()) return identity;                                         \
    ptrdiff_t half = left_half(n);                                                                 \
    double left = reduce_run_##name(x, half), right = reduce_run_##name(x + half, n - half);       \
    return join_##name(splat(left), splat(right))[0];                                              \
  }                                                                                                \
  /* One strip of LANES columns: rows in order, in blocks of AXIS_BLOCK. From row `whole` on        \
     there are fewer than LANES numbers left; these rows are read up to `width`. */                \
  INLINE lanes reduce_strip_##name(const double *x, ptrdiff_t length, ptrdiff_t inner,             \
                                   ptrdiff_t width, ptrdiff_t whole) {                             \
    lanes total = splat(identity);                                                                 \
    for (ptrdiff_t start = 0; start < length; start += AXIS_BLOCK) {                               \
      ptrdiff_t end = start + AXIS_BLOCK < length ? start + AXIS_BLOCK : length;                   \
      lanes part = splat(identity);                                                                \
      ptrdiff_t j = start;                                                                         \
      for (; j < end && j < whole; j++) part = join_##name(part, load(x + j * inner));             \
      for (; j < end; j++)                                                                         \
        part = join_##name(part, load_part(x + j * inner, width, identity));                       \
      total = join_##name(total, part);                                                            \
      if (!(end & (ck_chunk / LANES - 1)) && ck_should_stop()) return total;                       \
    }                                                                                              \
    return total;                                                                                  \
  }                                                                                                \
  static void reduce_axis_##name(const double *x, double *y, ptrdiff_t outer, ptrdiff_t length,    \
                                 ptrdiff_t inner) {                                                \
    ptrdiff_t work = 0;                                                                            \
    for (ptrdiff_t o = 0; o < outer; o++, x += length * inner, y += inner) {                       \
      if (ck_stops_after(&work, length)) return;                                                   \
      if (inner == 1) {                                                                            \
        *y = reduce_run_##name(x, length);                                                         \
        continue;                                                                                  \
      }                                                                                            \
      ptrdiff_t i = 0;                                                                             \
      for (; i + LANES <= inner; i += LANES) {                                                     \
        store(y + i, reduce_strip_##name(x + i, length, inner, LANES, length));                    \
        if (ck_stops_after(&work, LANES * length)) return;                                         \
      }                                                                                            \
      if (i == inner) continue;                                                                    \
      /* Reading past the end of a row reads the next ones; the last rows have none. */            \
      ptrdiff_t short_rows = (LANES - (inner - i) + inner - 1) / inner;                            \
      lanes rest = reduce_strip_##name(x + i, length, inner, inner - i, length - short_rows);      \
      store_part(y + i, inner - i, rest);                                                          \
    }                                                                                              \
  }
CK_REDUCE_OPERATIONS(DEFINE_REDUCE)

static double dot_block(const double *a, const double *b, ptrdiff_t n) {
  lanes s[4] = {splat(0), splat(0), splat(0), splat(0)};
  ptrdiff_t i = 0;
  for (; i + 4 * LANES <= n; i += 4 * LANES)
    for (int q = 0; q < 4; q++)
      s[q] = fma_lanes(load(a + i + q * LANES), load(b + i + q * LANES), s[q]);
  int q = 0;
  for (; i + LANES <= n; i += LANES, q++) s[q] = fma_lanes(load(a + i), load(b + i), s[q]);
  if (i < n) s[q] = fma_lanes(load_part(a + i, n - i, 0), load_part(b + i, n - i, 0), s[q]);
  return join_lanes_sum((s[0] + s[1]) + (s[2] + s[3]));
}

static double dot_run(const double *a, const double *b, ptrdiff_t n) {
  if (n <= BLOCK) return dot_block(a, b, n);
  if (n > ck_chunk && ck_should_stop()) return 0;
  ptrdiff_t half = left_half(n);
  return dot_run(a, b, half) + dot_run(a + half, b + half, n - half);
}

static double exp_shifted_run(const double *x, double shift, double *y, ptrdiff_t n) {
  ptrdiff_t i = 0;
  while (i + LANES <= n) {
    ptrdiff_t end = n - i < ck_chunk ? n : i + ck_chunk;
    for (; i + LANES <= end; i += LANES) store(y + i, lanes_exp(load(x + i) - shift));
    if (end < n && ck_should_stop()) return 0;
  }
  if (i < n) store_part(y + i, n - i, lanes_exp(load_part(x + i, n - i, 0) - shift));
  return reduce_run_sum(y, n);
}
