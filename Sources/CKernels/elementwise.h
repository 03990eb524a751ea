// Template: loops that apply each operation of `operations.h` to runs of numbers.

#define DEFINE_UNARY(name, formula)                                                                \
  INLINE lanes unary_##name(lanes x) { return formula; }                                           \
  static void unary_run_##name(const double *x, double *y, ptrdiff_t n) {                          \
    ptrdiff_t i = 0;                                                                               \
    for (; i + LANES <= n; i += LANES) store(y + i, unary_##name(load(x + i)));                    \
    if (i < n) store_part(y + i, n - i, unary_##name(load_part(x + i, n - i, 1)));                 \
  }
CK_UNARY_OPERATIONS(DEFINE_UNARY)

// The three loops differ in which operand is one number for the whole run.
#define BINARY_LOOP(function, left, right, left_part, right_part, store_lanes, store_rest)         \
  {                                                                                                \
    ptrdiff_t i = 0;                                                                               \
    for (; i + LANES <= n; i += LANES) store_lanes(y + i, function(left, right));                  \
    if (i < n) store_rest(y + i, n - i, function(left_part, right_part));                          \
  }

#define BINARY_RUN(function, store_lanes, store_rest)                                              \
  if (a_step && b_step) {                                                                          \
    BINARY_LOOP(function, load(a + i), load(b + i), load_part(a + i, n - i, 1),                    \
                load_part(b + i, n - i, 1), store_lanes, store_rest)                               \
  } else if (a_step) {                                                                             \
    lanes right = splat(*b);                                                                       \
    BINARY_LOOP(function, load(a + i), right, load_part(a + i, n - i, 1), right, store_lanes,      \
                store_rest)                                                                        \
  } else {                                                                                         \
    lanes left = splat(*a);                                                                        \
    lanes fill = splat(*b);                                                                        \
    if (b_step) {                                                                                  \
      BINARY_LOOP(function, left, load(b + i), left, load_part(b + i, n - i, 1), store_lanes,      \
                  store_rest)                                                                      \
    } else {                                                                                       \
      BINARY_LOOP(function, left, fill, left, fill, store_lanes, store_rest)                       \
    }                                                                                              \
  }

#define DEFINE_BINARY(name, formula)                                                               \
  INLINE lanes binary_##name(lanes a, lanes b) { return formula; }                                 \
  static void binary_run_##name(const double *a, ptrdiff_t a_step, const double *b,                \
                                ptrdiff_t b_step, double *y, ptrdiff_t n) {                        \
    BINARY_RUN(binary_##name, store, store_part)                                                   \
  }
CK_BINARY_OPERATIONS(DEFINE_BINARY)

INLINE void store_bytes(uint8_t *p, byte_lanes v) { memcpy(p, &v, sizeof v); }
INLINE void store_bytes_part(uint8_t *p, ptrdiff_t n, byte_lanes v) {
  for (ptrdiff_t i = 0; i < n; i++) p[i] = v[i];
}

#define DEFINE_COMPARE(name, formula)                                                              \
  INLINE byte_lanes compare_##name(lanes a, lanes b) { return as_bytes(formula); }                 \
  static void compare_run_##name(const double *a, ptrdiff_t a_step, const double *b,               \
                                 ptrdiff_t b_step, uint8_t *y, ptrdiff_t n) {                      \
    BINARY_RUN(compare_##name, store_bytes, store_bytes_part)                                      \
  }
CK_COMPARE_OPERATIONS(DEFINE_COMPARE)

INLINE lanes select_lanes(const uint8_t *mask, lanes yes, lanes no) {
  byte_lanes taken;
  memcpy(&taken, mask, sizeof taken);
  return choose(__builtin_convertvector(taken, mask_lanes) != 0, yes, no);
}

static void select_run(const uint8_t *mask, const double *a, ptrdiff_t a_step, const double *b,
                       ptrdiff_t b_step, double *y, ptrdiff_t n) {
  ptrdiff_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    lanes yes = a_step ? load(a + i) : splat(*a), no = b_step ? load(b + i) : splat(*b);
    store(y + i, select_lanes(mask + i, yes, no));
  }
  for (; i < n; i++) {
    // Read both: the compiler may then choose without a branch.
    double yes = a[i * a_step], no = b[i * b_step];
    y[i] = mask[i] ? yes : no;
  }
}
