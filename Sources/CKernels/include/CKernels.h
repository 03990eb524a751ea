// The block kernels under `Tensors`: contiguous runs of doubles in, contiguous runs out.
//
// Every kernel gives the same bits on every instruction set (base, v3 = AVX2 + FMA, v4 = AVX-512,
// Advanced SIMD), up to the sign and payload of a NaN. Operations are numbered in the order of
// `operations.h`; `ck_unary_name` and its sisters give the names, so that the Swift enumerations
// can be tested against them.

#ifndef GRADUS_CKERNELS_H
#define GRADUS_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

enum { ck_max_rank = 8 };

// MARK: Instruction sets

enum { ck_isa_base = 0, ck_isa_v3 = 1, ck_isa_v4 = 2, ck_isa_count = 3 };

int ck_isa_supported(int isa);
int ck_isa_current(void);
/// Makes `isa` current for the whole process; returns 0 and changes nothing if the CPU lacks it.
int ck_isa_select(int isa);
/// Why no kernel may run on this CPU, or NULL.
const char *ck_unsupported_cpu(void);

// MARK: Threads

/// The most threads that a kernel may use. It never shows in the results.
int ck_threads(void);
void ck_threads_set(int count);

// MARK: Cancellation and memory

/// Asks long kernels to stop. Async-signal-safe. A kernel looks every ck_chunk elements or so and
/// then leaves the rest of its result unwritten: who calls one on more elements than that asks
/// afterwards whether a cancel was requested, and throws the result away.
void ck_cancel_request(void);
void ck_cancel_clear(void);
int ck_cancel_requested(void);

enum { ck_chunk = 1 << 18 };
/// Requests a cancel once so many seconds from now have passed; infinity takes the limit away.
void ck_time_limit_set(double seconds);
double ck_time_limit(void);
/// Whether the limit was passed since the last `ck_cancel_clear`.
int ck_time_was_exceeded(void);
/// Whether a cancel is requested, after a look at the clock.
int ck_should_stop(void);

/// Adds to the bytes that tensors hold (`bytes` may be negative). Growing past the limit requests a
/// cancel, for allocations that have no way to refuse.
void ck_memory_add(int64_t bytes);
int64_t ck_memory_held(void);
/// As if the limit had been passed: for what is refused where nothing can be thrown.
void ck_memory_refuse(void);
/// Whether the limit was passed since the last `ck_cancel_clear`.
int ck_memory_was_exceeded(void);
int64_t ck_memory_limit(void);
void ck_memory_set_limit(int64_t bytes);

// MARK: Elementwise

int ck_unary_count(void);
int ck_binary_count(void);
int ck_compare_count(void);
int ck_reduce_count(void);
const char *ck_unary_name(int op);
const char *ck_binary_name(int op);
const char *ck_compare_name(int op);
const char *ck_reduce_name(int op);

double ck_unary_scalar(int op, double x);
double ck_binary_scalar(int op, double a, double b);
int ck_compare_scalar(int op, double a, double b);

/// y[i] = op(x[i]); `y` may be `x`.
void ck_unary(int op, const double *x, double *y, ptrdiff_t n);
/// y[i] = op(a[i * a_step], b[i * b_step]), steps 0 or 1; `y` may be `a` or `b`.
void ck_binary(int op, const double *a, ptrdiff_t a_step, const double *b, ptrdiff_t b_step,
               double *y, ptrdiff_t n);
void ck_compare(int op, const double *a, ptrdiff_t a_step, const double *b, ptrdiff_t b_step,
                uint8_t *y, ptrdiff_t n);
/// y[i] = mask[i] ? a[i * a_step] : b[i * b_step]
void ck_select(const uint8_t *mask, const double *a, ptrdiff_t a_step, const double *b,
               ptrdiff_t b_step, double *y, ptrdiff_t n);

/// The same over an array of `rank` axes of the given sizes; an operand's step along an axis is in
/// elements, 0 where it is broadcast. The result is contiguous.
void ck_binary_strided(int op, int rank, const ptrdiff_t *sizes, const double *a,
                       const ptrdiff_t *a_steps, const double *b, const ptrdiff_t *b_steps,
                       double *y);
void ck_compare_strided(int op, int rank, const ptrdiff_t *sizes, const double *a,
                        const ptrdiff_t *a_steps, const double *b, const ptrdiff_t *b_steps,
                        uint8_t *y);

// MARK: Reductions

/// One number; 8 lanes in blocks of fixed size, blocks joined by a fixed binary tree.
double ck_reduce(int op, const double *x, ptrdiff_t n);
/// y[o, i] = reduction over j of x[o, j, i]
void ck_reduce_axis(int op, const double *x, double *y, ptrdiff_t outer, ptrdiff_t length,
                    ptrdiff_t inner);
double ck_dot(const double *a, const double *b, ptrdiff_t n);
/// y[i] = exp(x[i] - shift); returns the sum of y.
double ck_exp_shifted(const double *x, double shift, double *y, ptrdiff_t n);

// MARK: Fused elementwise programs

// A chain of elementwise operations as one pass over blocks that stay in the first cache. Operands and
// results are places; element i of a whole place is base[i], of a number base[0], of a pattern (a
// broadcast row or column) base[(i / repeat) % period]. Registers are blocks of scratch memory.

enum { ck_fused_unary, ck_fused_binary, ck_fused_compare, ck_fused_select, ck_fused_copy };
/// to = op(a), op(a, b), a op b as 0 or 1, a ? b : c, or a.
typedef struct {
  uint16_t kind, op;
  uint32_t to, a, b, c;
} ck_fused_step;

enum { ck_place_whole, ck_place_number, ck_place_pattern, ck_place_register };
typedef struct {
  uint32_t kind;
  /// Index of the base among the slots; of a register, its number.
  uint32_t slot;
  ptrdiff_t repeat, period;
} ck_fused_place;

/// The full reduction of a place, to a slot: as `ck_reduce` of all its elements.
typedef struct {
  uint32_t op, place, slot;
} ck_fused_reduction;

typedef struct {
  ptrdiff_t count;
  uint32_t places_count, steps_count, reductions_count, registers_count;
  const ck_fused_place *places;
  const ck_fused_step *steps;
  const ck_fused_reduction *reductions;
} ck_fused;

/// How many doubles of scratch memory a run needs.
ptrdiff_t ck_fused_scratch(const ck_fused *program);
void ck_fused_run(const ck_fused *program, double *const *slots, double *scratch);

// MARK: Matrix product

/// c = a·b with a: m×k, b: k×n, c: m×n contiguous. Each element is accumulated over k in order with
/// fused multiply-add. Returns 0 if it was
/// cancelled.
typedef struct {
  ptrdiff_t m, n, k;
  const double *a;
  ptrdiff_t a_row, a_column;
  const double *b;
  ptrdiff_t b_row, b_column;
  double *c;
} ck_product;

int ck_matmul(const ck_product *product);

// MARK: Moving

/// dst[...] (contiguous) = src[offset by steps]; `width` is the bytes of an element, 1 or 8.
void ck_gather(int width, int rank, const ptrdiff_t *sizes, const void *src,
               const ptrdiff_t *steps, void *dst);
/// dst[offset by steps] = src[...] (contiguous)
void ck_scatter(int width, int rank, const ptrdiff_t *sizes, const void *src, void *dst,
                const ptrdiff_t *steps);
/// dst[offset by steps] += src[...] (contiguous)
void ck_scatter_add(int rank, const ptrdiff_t *sizes, const double *src, double *dst,
                    const ptrdiff_t *steps);
void ck_widen(const uint8_t *x, double *y, ptrdiff_t n);
/// y[i] = x[i] != 0
void ck_narrow(const double *x, uint8_t *y, ptrdiff_t n);

// MARK: Scans

/// Running sum (0), product (1), maximum (2) or minimum (3) along the middle axis, in order.
void ck_scan(int op, const double *x, double *y, ptrdiff_t outer, ptrdiff_t length,
             ptrdiff_t inner);

// MARK: Random words

/// One block of Philox 4×32-10.
void ck_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4]);
/// The 64-bit words `position ..< position + n` of the stream of `key`; word i is half i mod 2 of
/// block i / 2.
void ck_random_words(uint64_t key, uint64_t position, uint64_t *out, ptrdiff_t n);
/// Uniform numbers in [0, 1), multiples of 2⁻⁵³, from the same words.
void ck_random_uniform(uint64_t key, uint64_t position, double *out, ptrdiff_t n);
/// Uniform numbers in (0, 1), odd multiples of 2⁻⁵³, from the same words.
void ck_random_open_uniform(uint64_t key, uint64_t position, double *out, ptrdiff_t n);

// MARK: The thread's stack

/// The lowest address of the calling thread's stack, 0 when it can't be told; its size in `*size`.
uintptr_t ck_stack_bottom(size_t *size);

#endif
