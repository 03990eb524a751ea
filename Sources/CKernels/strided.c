// Moving elements between a contiguous array and one walked by steps: what slicing, permuting,
// broadcasting and flipping come down to; and elementwise operations over broadcast operands.

#include "kernels.h"

#include <string.h>

/// Axes with the steps of up to two operands, outermost first, after neighbours that can be walked
/// as one axis were joined.
typedef struct {
  int rank;
  ptrdiff_t size[ck_max_rank], first[ck_max_rank], second[ck_max_rank];
} walk;

/// Drops axes of size 1 and joins an axis to the one inside it where both operands continue evenly.
static walk make_walk(int rank, const ptrdiff_t *sizes, const ptrdiff_t *first,
                      const ptrdiff_t *second) {
  walk w = {0};
  for (int i = 0; i < rank; i++) {
    if (sizes[i] == 1) continue;
    ptrdiff_t second_step = second ? second[i] : 0;
    int last = w.rank - 1;
    if (w.rank > 0 && w.first[last] == first[i] * sizes[i] &&
        w.second[last] == second_step * sizes[i]) {
      w.size[last] *= sizes[i];
      w.first[last] = first[i];
      w.second[last] = second_step;
      continue;
    }
    w.size[w.rank] = sizes[i];
    w.first[w.rank] = first[i];
    w.second[w.rank++] = second_step;
  }
  return w;
}

static int is_empty(int rank, const ptrdiff_t *sizes) {
  for (int i = 0; i < rank; i++)
    if (sizes[i] == 0) return 1;
  return 0;
}

/// The position among the outer axes (all but the last), and the operands' offsets there.
typedef struct {
  ptrdiff_t index[ck_max_rank];
  ptrdiff_t first, second;
} cursor;

/// To the next row; 0 after the last.
static int advance(const walk *w, cursor *at) {
  for (int axis = w->rank - 2; axis >= 0; axis--) {
    at->first += w->first[axis];
    at->second += w->second[axis];
    if (++at->index[axis] < w->size[axis]) return 1;
    at->first -= w->first[axis] * w->size[axis];
    at->second -= w->second[axis] * w->size[axis];
    at->index[axis] = 0;
  }
  return 0;
}

// MARK: Gather and scatter

// Scattering changes a tensor in place, so it is the one kernel that no cancel cuts short.

#define DEFINE_MOVES(type, suffix)                                                                 \
  static void gather_##suffix(const walk *w, const type *src, type *dst) {                         \
    ptrdiff_t n = w->rank ? w->size[w->rank - 1] : 1, step = w->rank ? w->first[w->rank - 1] : 1;  \
    ptrdiff_t work = 0;                                                                            \
    cursor at = {0};                                                                               \
    do {                                                                                           \
      const type *from = src + at.first;                                                           \
      if (step == 1)                                                                               \
        memcpy(dst, from, (size_t)n * sizeof(type));                                               \
      else                                                                                         \
        for (ptrdiff_t start = 0, end; start < n; start = end) {                                   \
          end = n - start < ck_chunk ? n : start + ck_chunk;                                       \
          for (ptrdiff_t i = start; i < end; i++) dst[i] = from[i * step];                         \
          if (end < n && ck_should_stop()) return;                                                 \
        }                                                                                          \
      dst += n;                                                                                    \
    } while (!ck_stops_after(&work, n) && advance(w, &at));                                                                     \
  }                                                                                                \
  static void scatter_##suffix(const walk *w, const type *src, type *dst) {                        \
    ptrdiff_t n = w->rank ? w->size[w->rank - 1] : 1, step = w->rank ? w->first[w->rank - 1] : 1;  \
    cursor at = {0};                                                                               \
    do {                                                                                           \
      type *to = dst + at.first;                                                                   \
      for (ptrdiff_t i = 0; i < n; i++) to[i * step] = src[i];                                     \
      src += n;                                                                                    \
    } while (advance(w, &at));                                                                                                \
  }
DEFINE_MOVES(uint64_t, words)
DEFINE_MOVES(uint8_t, bytes)

void ck_gather(int width, int rank, const ptrdiff_t *sizes, const void *src,
               const ptrdiff_t *steps, void *dst) {
  if (is_empty(rank, sizes)) return;
  walk w = make_walk(rank, sizes, steps, NULL);
  if (width == 1)
    gather_bytes(&w, src, dst);
  else
    gather_words(&w, src, dst);
}

void ck_scatter(int width, int rank, const ptrdiff_t *sizes, const void *src, void *dst,
                const ptrdiff_t *steps) {
  if (is_empty(rank, sizes)) return;
  walk w = make_walk(rank, sizes, steps, NULL);
  if (width == 1)
    scatter_bytes(&w, src, dst);
  else
    scatter_words(&w, src, dst);
}

void ck_scatter_add(int rank, const ptrdiff_t *sizes, const double *src, double *dst,
                    const ptrdiff_t *steps) {
  if (is_empty(rank, sizes)) return;
  walk w = make_walk(rank, sizes, steps, NULL);
  ptrdiff_t n = w.rank ? w.size[w.rank - 1] : 1, step = w.rank ? w.first[w.rank - 1] : 1;
  ptrdiff_t work = 0;
  cursor at = {0};
  do {
    double *to = dst + at.first;
    for (ptrdiff_t i = 0; i < n; i++) to[i * step] += src[i];
    src += n;
  } while (!ck_stops_after(&work, n) && advance(&w, &at));
}

void ck_widen(const uint8_t *x, double *y, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = x[i];
}

void ck_narrow(const double *x, uint8_t *y, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = x[i] != 0;
}

// MARK: Elementwise over broadcast operands

/// Rows shorter than this are gathered into runs, so that a call does not cost more than its work.
enum { SHORT_ROW = 32, RUN = 512 };

typedef struct {
  int op;
  void *out;
  int compares;
} destination;

static void apply_run(destination *d, const double *a, ptrdiff_t a_step, const double *b,
                      ptrdiff_t b_step, ptrdiff_t n) {
  if (d->compares) {
    ck_compare(d->op, a, a_step, b, b_step, d->out, n);
    d->out = (uint8_t *)d->out + n;
  } else {
    ck_binary(d->op, a, a_step, b, b_step, d->out, n);
    d->out = (double *)d->out + n;
  }
}

static void apply_rows(const walk *w, const double *a, const double *b, destination *d) {
  ptrdiff_t n = w->rank ? w->size[w->rank - 1] : 1;
  ptrdiff_t a_step = w->rank ? w->first[w->rank - 1] : 0;
  ptrdiff_t b_step = w->rank ? w->second[w->rank - 1] : 0;
  ptrdiff_t work = 0;
  cursor at = {0};
  do apply_run(d, a + at.first, a_step, b + at.second, b_step, n);
  while (!ck_stops_after(&work, n) && advance(w, &at));
}

static void apply_short_rows(const walk *w, const double *a, const double *b, destination *d) {
  double left[RUN], right[RUN];
  ptrdiff_t n = w->size[w->rank - 1], filled = 0, work = 0;
  ptrdiff_t a_step = w->first[w->rank - 1], b_step = w->second[w->rank - 1];
  cursor at = {0};
  int more;
  do {
    for (ptrdiff_t i = 0; i < n; i++) left[filled + i] = a[at.first + i * a_step];
    for (ptrdiff_t i = 0; i < n; i++) right[filled + i] = b[at.second + i * b_step];
    filled += n;
    more = advance(w, &at);
    if (!more || filled + n > RUN) {
      apply_run(d, left, 1, right, 1, filled);
      filled = 0;
    }
  } while (more && !ck_stops_after(&work, n));
}

static void apply_strided(destination d, int rank, const ptrdiff_t *sizes, const double *a,
                          const ptrdiff_t *a_steps, const double *b, const ptrdiff_t *b_steps) {
  if (is_empty(rank, sizes)) return;
  walk w = make_walk(rank, sizes, a_steps, b_steps);
  int short_rows = w.rank >= 2 && w.size[w.rank - 1] < SHORT_ROW;
  (short_rows ? apply_short_rows : apply_rows)(&w, a, b, &d);
}

void ck_binary_strided(int op, int rank, const ptrdiff_t *sizes, const double *a,
                       const ptrdiff_t *a_steps, const double *b, const ptrdiff_t *b_steps,
                       double *y) {
  apply_strided((destination){op, y, 0}, rank, sizes, a, a_steps, b, b_steps);
}

void ck_compare_strided(int op, int rank, const ptrdiff_t *sizes, const double *a,
                        const ptrdiff_t *a_steps, const double *b, const ptrdiff_t *b_steps,
                        uint8_t *y) {
  apply_strided((destination){op, y, 1}, rank, sizes, a, a_steps, b, b_steps);
}
