// Template: a vector of LANES doubles and the few things that the C vector extension lacks.
//
// The including file defines LANES (8, or 1 for single numbers) and KERNEL_ISA, and may wrap the
// inclusion in a target attribute. Eight lanes are eight lanes on every instruction set; the
// compiler splits them over the registers that there are.

#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Vectors of eight are passed only between functions that are always inlined, so their calling
// convention, which depends on the target, is never used.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline, unused))

typedef double lanes __attribute__((ext_vector_type(LANES)));
typedef uint8_t byte_lanes __attribute__((ext_vector_type(LANES)));
typedef __typeof__((lanes){0} == (lanes){0}) mask_lanes;

/// Lane by lane: `condition ? yes : no`; both sides are computed.
#define choose(condition, yes, no) ((condition) ? (yes) : (no))

INLINE lanes splat(double x) { return (lanes)(x); }

INLINE lanes load(const double *p) {
  lanes v;
  memcpy(&v, p, sizeof v);
  return v;
}

INLINE void store(double *p, lanes v) { memcpy(p, &v, sizeof v); }

// The ends of runs. `load_part`: the first `n` lanes from memory, the others `fill`; `store_part`:
// the first `n` lanes to memory. Nothing beyond them is touched.
#if KERNEL_ISA == 4

INLINE lanes load_part(const double *p, ptrdiff_t n, double fill) {
  return (lanes)_mm512_mask_loadu_pd(_mm512_set1_pd(fill), (__mmask8)((1 << n) - 1), p);
}

INLINE void store_part(double *p, ptrdiff_t n, lanes v) {
  _mm512_mask_storeu_pd(p, (__mmask8)((1 << n) - 1), (__m512d)v);
}

#elif KERNEL_ISA == 3

typedef double half_lanes __attribute__((ext_vector_type(4)));

/// All bits set in the first `n` of four lanes.
INLINE __m256i first_four(ptrdiff_t n) {
  return _mm256_cmpgt_epi64(_mm256_set1_epi64x(n), _mm256_setr_epi64x(0, 1, 2, 3));
}

INLINE lanes load_part(const double *p, ptrdiff_t n, double fill) {
  __m256i low = first_four(n), high = first_four(n - 4);
  __m256d other = _mm256_set1_pd(fill);
  lanes v;
  v.lo = (half_lanes)_mm256_blendv_pd(other, _mm256_maskload_pd(p, low), (__m256d)low);
  v.hi = (half_lanes)_mm256_blendv_pd(other, _mm256_maskload_pd(p + 4, high), (__m256d)high);
  return v;
}

INLINE void store_part(double *p, ptrdiff_t n, lanes v) {
  _mm256_maskstore_pd(p, first_four(n), (__m256d)v.lo);
  _mm256_maskstore_pd(p + 4, first_four(n - 4), (__m256d)v.hi);
}

#else

INLINE lanes load_part(const double *p, ptrdiff_t n, double fill) {
  double buffer[LANES];
  for (int i = 0; i < LANES; i++) buffer[i] = fill;
  for (ptrdiff_t i = 0; i < n; i++) buffer[i] = p[i];
  return load(buffer);
}

INLINE void store_part(double *p, ptrdiff_t n, lanes v) {
  double buffer[LANES];
  store(buffer, v);
  for (ptrdiff_t i = 0; i < n; i++) p[i] = buffer[i];
}

#endif

INLINE byte_lanes as_bytes(mask_lanes m) { return __builtin_convertvector(m & 1, byte_lanes); }

INLINE lanes fma_lanes(lanes a, lanes b, lanes c) { return __builtin_elementwise_fma(a, b, c); }

/// Horner: c[0]·xⁿ⁻¹ + … + c[n−1], each step one fused multiply-add.
INLINE lanes polynomial(lanes x, const double *c, int n) {
  lanes value = splat(c[0]);
  for (int i = 1; i < n; i++) value = fma_lanes(value, x, splat(c[i]));
  return value;
}
