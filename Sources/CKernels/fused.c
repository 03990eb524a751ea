// Fused elementwise programs: the steps of a program run one after the other over a block, then over
// the next one. Each step is the same kernel as outside a program, so the bits are the same.

#include "kernels.h"

#include <string.h>

#define CURRENT (__atomic_load_n(&ck_kernels_current, __ATOMIC_RELAXED))

enum {
  /// What one partial sum of `ck_reduce` covers (BLOCK in reductions.h).
  REDUCED = 4096,
  MOST_BLOCK = 1024,
  LEAST_BLOCK = 128,
  /// Doubles that the registers of a program may take together.
  CACHE = 3072,
  MAX_THREADS = 8,
};

typedef struct {
  double *at;
  ptrdiff_t step;
} view;

/// A power of two, so that it divides REDUCED.
static ptrdiff_t block_size(const ck_fused *p) {
  ptrdiff_t size = MOST_BLOCK;
  while (size > LEAST_BLOCK && size * (ptrdiff_t)p->registers_count > CACHE) size /= 2;
  return size;
}

static ptrdiff_t pattern_count(const ck_fused *p) {
  ptrdiff_t count = 0;
  for (uint32_t i = 0; i < p->places_count; i++) count += p->places[i].kind == ck_place_pattern;
  return count;
}

/// One thread's: views, a block for each register and pattern, a stage for each reduction.
static ptrdiff_t thread_scratch(const ck_fused *p) {
  ptrdiff_t room = block_size(p);
  if (p->count < room) room = p->count;
  ptrdiff_t stage = p->count < REDUCED ? p->count : REDUCED;
  ptrdiff_t views = (ptrdiff_t)(p->places_count * sizeof(view) / sizeof(double));
  ptrdiff_t blocks = (ptrdiff_t)p->registers_count + pattern_count(p);
  return views + blocks * (room + 8) + (ptrdiff_t)p->reductions_count * (stage + 8) + 8;
}

static ptrdiff_t partial_count(const ck_fused *p) { return (p->count + REDUCED - 1) / REDUCED; }

static double work(const ck_fused *p) {
  double cost = 0;
  for (uint32_t i = 0; i < p->steps_count; i++) {
    const ck_fused_step *s = &p->steps[i];
    cost += s->kind == ck_fused_unary    ? ck_unary_cost(s->op)
            : s->kind == ck_fused_binary ? ck_binary_cost(s->op)
                                         : 0.4;
  }
  return cost * (double)p->count;
}

static int thread_count(const ck_fused *p) {
  if (p->count <= REDUCED) return 1;
  int count = ck_threads_for(work(p));
  ptrdiff_t most = partial_count(p);
  return count < most ? count : (int)most;
}

ptrdiff_t ck_fused_scratch(const ck_fused *p) {
  if (p->count == 1) return (ptrdiff_t)p->places_count + 1;
  ptrdiff_t threads = MAX_THREADS < partial_count(p) ? MAX_THREADS : partial_count(p);
  return threads * thread_scratch(p) + (ptrdiff_t)p->reductions_count * partial_count(p) + 1;
}

// MARK: Single numbers

static double number_step(const ck_fused_step *s, const double *v) {
  switch (s->kind) {
  case ck_fused_unary: return ck_unary_scalar(s->op, v[s->a]);
  case ck_fused_compare: return ck_compare_scalar(s->op, v[s->a], v[s->b]);
  case ck_fused_select: return v[s->a] != 0 ? v[s->b] : v[s->c];
  case ck_fused_copy: return v[s->a];
  }
  switch (s->op) {
  case ck_binary_op_add: return v[s->a] + v[s->b];
  case ck_binary_op_subtract: return v[s->a] - v[s->b];
  case ck_binary_op_multiply: return v[s->a] * v[s->b];
  case ck_binary_op_divide: return v[s->a] / v[s->b];
  default: return ck_binary_scalar(s->op, v[s->a], v[s->b]);
  }
}

/// Steps on single numbers; results go to their slots at once, since a slot may be read as another place.
static void run_number(const ck_fused *p, double *const *slots, double *v) {
  for (uint32_t i = 0; i < p->places_count; i++)
    if (p->places[i].kind != ck_place_register) v[i] = *slots[p->places[i].slot];
  for (uint32_t i = 0; i < p->steps_count; i++) {
    const ck_fused_step *s = &p->steps[i];
    v[s->to] = number_step(s, v);
    const ck_fused_place *to = &p->places[s->to];
    if (to->kind != ck_place_register) *slots[to->slot] = v[s->to];
  }
  for (uint32_t i = 0; i < p->reductions_count; i++) {
    const ck_fused_reduction *r = &p->reductions[i];
    *slots[r->slot] = ck_reduce((int)r->op, &v[r->place], 1);
  }
}

// MARK: Blocks

/// Elements start ..< start + n of a broadcast row or column: in place where they are one run.
static view pattern(const ck_fused_place *place, double *base, ptrdiff_t start, ptrdiff_t n,
                    double *room) {
  ptrdiff_t at = start / place->repeat % place->period, within = start % place->repeat;
  if (place->repeat == 1 && at + n <= place->period) return (view){base + at, 1};
  if (within + n <= place->repeat) return (view){base + at, 0};
  if (place->repeat == 1) {
    for (ptrdiff_t i = 0; i < n;) {
      ptrdiff_t run = place->period - at < n - i ? place->period - at : n - i;
      for (ptrdiff_t j = 0; j < run; j++) room[i + j] = base[at + j];
      i += run;
      at = 0;
    }
    return (view){room, 1};
  }
  for (ptrdiff_t i = 0; i < n; within = 0) {
    ptrdiff_t run = place->repeat - within < n - i ? place->repeat - within : n - i;
    double value = base[at];
    for (ptrdiff_t j = 0; j < run; j++) room[i + j] = value;
    i += run;
    if (++at == place->period) at = 0;
  }
  return (view){room, 1};
}

static void copy_run(view from, double *to, ptrdiff_t n) {
  if (from.step)
    memmove(to, from.at, (size_t)n * sizeof(double));
  else
    for (ptrdiff_t i = 0; i < n; i++) to[i] = *from.at;
}

static void compare_run(int op, view a, view b, double *to, ptrdiff_t n) {
  uint8_t bytes[MOST_BLOCK];
  CURRENT->compare[op](a.at, a.step, b.at, b.step, bytes, n);
  for (ptrdiff_t i = 0; i < n; i++) to[i] = bytes[i];
}

static void select_run(view mask, view a, view b, double *to, ptrdiff_t n) {
  uint8_t bytes[MOST_BLOCK];
  for (ptrdiff_t i = 0; i < n; i++) bytes[i] = mask.at[i * mask.step] != 0;
  CURRENT->select(bytes, a.at, a.step, b.at, b.step, to, n);
}

static void unary_run(int op, view a, double *to, ptrdiff_t n) {
  if (a.step) {
    CURRENT->unary[op](a.at, to, n);
  } else {
    double value = ck_unary_scalar(op, *a.at);
    for (ptrdiff_t i = 0; i < n; i++) to[i] = value;
  }
}

static void block_step(const ck_fused_step *s, const view *v, ptrdiff_t n) {
  double *to = v[s->to].at;
  switch (s->kind) {
  case ck_fused_unary: unary_run(s->op, v[s->a], to, n); break;
  case ck_fused_binary:
    CURRENT->binary[s->op](v[s->a].at, v[s->a].step, v[s->b].at, v[s->b].step, to, n);
    break;
  case ck_fused_compare: compare_run(s->op, v[s->a], v[s->b], to, n); break;
  case ck_fused_select: select_run(v[s->a], v[s->b], v[s->c], to, n); break;
  case ck_fused_copy: copy_run(v[s->a], to, n); break;
  }
}

typedef struct {
  const ck_fused *program;
  double *const *slots;
  double *scratch;
  double *partials;
  ptrdiff_t room;
  int threads;
} fused_run;

static double *aligned(double *p) { return (double *)(((uintptr_t)p + 63) & ~(uintptr_t)63); }

/// Where each thread's scratch memory goes: the views first, then the blocks.
static void place_registers(const fused_run *run, view *views, double **pattern_rooms) {
  const ck_fused *p = run->program;
  double *next = aligned((double *)(views + p->places_count));
  double *patterns = next + (ptrdiff_t)p->registers_count * run->room;
  *pattern_rooms = patterns;
  for (uint32_t i = 0; i < p->places_count; i++) {
    const ck_fused_place *place = &p->places[i];
    if (place->kind == ck_place_register)
      views[i] = (view){next + (ptrdiff_t)place->slot * run->room, 1};
    else if (place->kind == ck_place_number)
      views[i] = (view){run->slots[place->slot], 0};
  }
}

static void place_block(const fused_run *run, view *views, double *rooms, ptrdiff_t start,
                        ptrdiff_t n) {
  const ck_fused *p = run->program;
  for (uint32_t i = 0; i < p->places_count; i++) {
    const ck_fused_place *place = &p->places[i];
    if (place->kind == ck_place_whole) {
      views[i] = (view){run->slots[place->slot] + start, 1};
    } else if (place->kind == ck_place_pattern) {
      views[i] = pattern(place, run->slots[place->slot], start, n, rooms);
      rooms += run->room;
    }
  }
}

/// Whether a place still holds all of a part after its only block of at most `room` elements.
static int is_whole(view place, ptrdiff_t room, ptrdiff_t n) { return place.step && n <= room; }

/// Blocks of REDUCED elements from `first` to before `last`.
static void run_blocks(const fused_run *run, double *scratch, ptrdiff_t first, ptrdiff_t last) {
  const ck_fused *p = run->program;
  view *views = (view *)scratch;
  double *rooms;
  place_registers(run, views, &rooms);
  double *stages = rooms + pattern_count(p) * run->room;
  ptrdiff_t stage = p->count < REDUCED ? p->count : REDUCED;
  ptrdiff_t done = 0;
  for (ptrdiff_t part = first; part < last && !ck_stops_after(&done, REDUCED * p->steps_count);
       part++) {
    ptrdiff_t begin = part * REDUCED, end = begin + REDUCED < p->count ? begin + REDUCED : p->count;
    for (ptrdiff_t start = begin; start < end; start += run->room) {
      ptrdiff_t n = end - start < run->room ? end - start : run->room;
      place_block(run, views, rooms, start, n);
      for (uint32_t i = 0; i < p->steps_count; i++) block_step(&p->steps[i], views, n);
      for (uint32_t i = 0; i < p->reductions_count; i++)
        if (!is_whole(views[p->reductions[i].place], n, end - begin))
          copy_run(views[p->reductions[i].place], stages + i * stage + (start - begin), n);
    }
    for (uint32_t i = 0; i < p->reductions_count; i++) {
      view from = views[p->reductions[i].place];
      ptrdiff_t n = end - begin;
      const double *values = is_whole(from, run->room, n) ? from.at : stages + i * stage;
      run->partials[i * partial_count(p) + part] = CURRENT->reduce[p->reductions[i].op](values, n);
    }
  }
}

static void run_share(void *context, int index) {
  const fused_run *run = context;
  ptrdiff_t parts = partial_count(run->program);
  run_blocks(run, run->scratch + index * thread_scratch(run->program),
             parts * index / run->threads, parts * (index + 1) / run->threads);
}

/// Joins the partial results as `ck_reduce` does: the left half takes whole blocks.
static double join(int op, const double *partials, ptrdiff_t n) {
  if (n <= REDUCED) return *partials;
  ptrdiff_t half = (n / 2 + REDUCED - 1) / REDUCED * REDUCED;
  double left = join(op, partials, half), right = join(op, partials + half / REDUCED, n - half);
  switch (op) {
  case ck_reduce_op_sum: return left + right;
  case ck_reduce_op_product: return left * right;
  case ck_reduce_op_max: return ck_binary_scalar(ck_binary_op_max, left, right);
  default: return ck_binary_scalar(ck_binary_op_min, left, right);
  }
}

void ck_fused_run(const ck_fused *p, double *const *slots, double *scratch) {
  if (p->count == 1) {
    run_number(p, slots, scratch);
    return;
  }
  if (p->count > 0) {
    ptrdiff_t room = block_size(p);
    fused_run run = {p, slots, scratch, NULL, p->count < room ? p->count : room, thread_count(p)};
    ptrdiff_t threads = MAX_THREADS < partial_count(p) ? MAX_THREADS : partial_count(p);
    run.partials = scratch + threads * thread_scratch(p);
    if (run.threads <= 1)
      run_blocks(&run, scratch, 0, partial_count(p));
    else
      ck_parallel(run.threads, run_share, &run);
    for (uint32_t i = 0; i < p->reductions_count; i++)
      *slots[p->reductions[i].slot] =
          join((int)p->reductions[i].op, run.partials + i * partial_count(p), p->count);
  } else {
    for (uint32_t i = 0; i < p->reductions_count; i++)
      *slots[p->reductions[i].slot] = ck_reduce((int)p->reductions[i].op, scratch, 0);
  }
}
