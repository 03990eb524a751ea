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
