// Template: SLEEF's bit-consistent functions over `lanes`, called with the widest registers that
// the instruction set has. KERNEL_ISA says which: 4 (AVX-512), 3 (AVX2), 2 (Advanced SIMD), 1
// (numbers).

#include "../System/CSLEEF/shim.h"

#if KERNEL_ISA == 4 || KERNEL_ISA == 3

// vector_calls.S
typedef void finz_function(void);
void FINZ_CALL1(finz_function *f, const double *x, double *y);
void FINZ_CALL2(finz_function *f, const double *a, const double *b, double *y);

#define FINZ_LANES_UNARY(name, error)                                                              \
  INLINE lanes finz_##name(lanes x) {                                                              \
    double in[LANES], out[LANES];                                                                  \
    store(in, x);                                                                                  \
    FINZ_CALL1(FINZ_VECTOR(name, error), in, out);                                                 \
    return load(out);                                                                              \
  }
#define FINZ_LANES_BINARY(name, error)                                                             \
  INLINE lanes finz_##name(lanes a, lanes b) {                                                     \
    double left[LANES], right[LANES], out[LANES];                                                  \
    store(left, a);                                                                                \
    store(right, b);                                                                               \
    FINZ_CALL2(FINZ_VECTOR(name, error), left, right, out);                                        \
    return load(out);                                                                              \
  }

#elif KERNEL_ISA == 2

#define FINZ_LANES_UNARY(name, error)                                                              \
  INLINE lanes finz_##name(lanes x) {                                                              \
    lanes y;                                                                                       \
    for (int i = 0; i < LANES; i += 2) {                                                           \
      finz_double2 pair = {x[i], x[i + 1]};                                                        \
      pair = Sleef_finz_##name##d2_##error##advsimd(pair);                                         \
      y[i] = pair[0];                                                                              \
      y[i + 1] = pair[1];                                                                          \
    }                                                                                              \
    return y;                                                                                      \
  }
#define FINZ_LANES_BINARY(name, error)                                                             \
  INLINE lanes finz_##name(lanes a, lanes b) {                                                     \
    lanes y;                                                                                       \
    for (int i = 0; i < LANES; i += 2) {                                                           \
      finz_double2 left = {a[i], a[i + 1]}, right = {b[i], b[i + 1]};                              \
      left = Sleef_finz_##name##d2_##error##advsimd(left, right);                                  \
      y[i] = left[0];                                                                              \
      y[i + 1] = left[1];                                                                          \
    }                                                                                              \
    return y;                                                                                      \
  }

#else

#define FINZ_LANES_UNARY(name, error)                                                              \
  INLINE lanes finz_##name(lanes x) {                                                              \
    lanes y;                                                                                       \
    for (int i = 0; i < LANES; i++) y[i] = Sleef_finz_##name##d1_##error##purecfma(x[i]);          \
    return y;                                                                                      \
  }
#define FINZ_LANES_BINARY(name, error)                                                             \
  INLINE lanes finz_##name(lanes a, lanes b) {                                                     \
    lanes y;                                                                                       \
    for (int i = 0; i < LANES; i++) y[i] = Sleef_finz_##name##d1_##error##purecfma(a[i], b[i]);    \
    return y;                                                                                      \
  }

#endif

FINZ_UNARY(FINZ_LANES_UNARY)
FINZ_BINARY(FINZ_LANES_BINARY)

// MARK: The exponential, written out

#if KERNEL_ISA == 1

INLINE lanes lanes_exp(lanes x) { return finz_exp(x); }

#else

typedef uint64_t whole_lanes __attribute__((ext_vector_type(LANES)));

/// 2ⁿ for whole n from −1022 to 1023.
INLINE lanes power_of_two(whole_lanes n) {
  return (lanes)((n + 1023) << 52);
}

/// The same operations in the same order as `Sleef_finz_exp…_u10`, so the same bits; a test compares them. Written
/// out because it is most of σ and softmax, and a call through memory costs as much as the function itself.
INLINE lanes lanes_exp(lanes x) {
  lanes whole = __builtin_elementwise_roundeven(x * 0x1.71547652b82fep+0);
  lanes s = fma_lanes(whole, splat(-0x1.62e42fefa3p-1), x);
  s = fma_lanes(whole, splat(-0x1.3de6af278ece6p-42), s);
  lanes s2 = s * s, s4 = s2 * s2, s8 = s4 * s4;
  lanes a = fma_lanes(splat(0x1.1e0c670afff06p-29), s, splat(0x1.af6c36f75740cp-26));
  lanes b = fma_lanes(splat(0x1.27e5d38a23654p-22), s, splat(0x1.71ddef633fb47p-19));
  lanes c = fma_lanes(splat(0x1.a01a0127f883ap-16), s, splat(0x1.a01a01b4421fdp-13));
  lanes d = fma_lanes(splat(0x1.6c16c16c3396bp-10), s, splat(0x1.111111110e7a5p-7));
  lanes e = fma_lanes(splat(0x1.55555555554f9p-5), s, splat(0x1.555555555555ep-3));
  lanes u = fma_lanes(s2, d, e);
  u = fma_lanes(s4, fma_lanes(s2, b, c), u);
  u = fma_lanes(s8, a, u);
  u = fma_lanes(u, s, splat(0.5));
  u = fma_lanes(u, s, splat(1));
  u = fma_lanes(u, s, splat(1));
  // The whole number as bits of the sum; what is out of range is replaced below.
  whole_lanes n = (whole_lanes)(whole + 0x1.8p52) - 0x4338000000000000;
  whole_lanes half = ((n + 4096) >> 1) - 2048;
  u = u * power_of_two(half) * power_of_two(n - half);
  u = choose(x > 0x1.62e42fe102c83p+9, splat(__builtin_inf()), u);
  return choose(x < -1000, splat(0), u);
}

#endif
