// The bit-consistent functions of SLEEF that the kernels call.
//
// SLEEF's library holds them for every instruction set, but `sleef.h` declares them only for the
// flags that the including file is compiled with, so they are declared here. `finz` stands for
// "fused multiply-add, and the same result everywhere": the scalar, AVX2, AVX-512 and Advanced SIMD
// versions give equal bits. The last two digits are the largest error in tenths of an ulp.

#ifndef GRADUS_CSLEEF_SHIM_H
#define GRADUS_CSLEEF_SHIM_H

// One row a function: name, error suffix.
#define FINZ_UNARY(X)                                                                              \
  X(exp, u10)                                                                                      \
  X(exp2, u10)                                                                                     \
  X(exp10, u10)                                                                                    \
  X(expm1, u10)                                                                                    \
  X(log, u10)                                                                                      \
  X(log2, u10)                                                                                     \
  X(log10, u10)                                                                                    \
  X(log1p, u10)                                                                                    \
  X(sin, u10)                                                                                      \
  X(cos, u10)                                                                                      \
  X(tan, u10)                                                                                      \
  X(asin, u10)                                                                                     \
  X(acos, u10)                                                                                     \
  X(atan, u10)                                                                                     \
  X(sinh, u10)                                                                                     \
  X(cosh, u10)                                                                                     \
  X(tanh, u10)                                                                                     \
  X(asinh, u10)                                                                                    \
  X(acosh, u10)                                                                                    \
  X(atanh, u10)                                                                                    \
  X(sinpi, u05)                                                                                    \
  X(cospi, u05)                                                                                    \
  X(erf, u10)                                                                                      \
  X(erfc, u15)                                                                                     \
  X(tgamma, u10)                                                                                   \
  X(lgamma, u10)                                                                                   \
  X(cbrt, u10)

#define FINZ_BINARY(X)                                                                             \
  X(pow, u10)                                                                                      \
  X(atan2, u10)                                                                                    \
  X(hypot, u05)

#define FINZ_DECLARE_UNARY_SCALAR(name, error)                                                     \
  double Sleef_finz_##name##d1_##error##purecfma(double);
#define FINZ_DECLARE_BINARY_SCALAR(name, error)                                                    \
  double Sleef_finz_##name##d1_##error##purecfma(double, double);
FINZ_UNARY(FINZ_DECLARE_UNARY_SCALAR)
FINZ_BINARY(FINZ_DECLARE_BINARY_SCALAR)

#if defined(__x86_64__)

// Addresses only. Four (or eight) numbers go in and come out in vector registers, a convention that
// C code has only if all of its file is compiled for the instruction set.
#define FINZ_DECLARE_VECTOR(name, error)                                                           \
  void Sleef_finz_##name##d4_##error##avx2(void);                                                  \
  void Sleef_finz_##name##d8_##error##avx512f(void);
FINZ_UNARY(FINZ_DECLARE_VECTOR)
FINZ_BINARY(FINZ_DECLARE_VECTOR)

#elif defined(__aarch64__)

typedef double finz_double2 __attribute__((vector_size(16)));

#define FINZ_DECLARE_UNARY_VECTOR(name, error)                                                     \
  finz_double2 Sleef_finz_##name##d2_##error##advsimd(finz_double2);
#define FINZ_DECLARE_BINARY_VECTOR(name, error)                                                    \
  finz_double2 Sleef_finz_##name##d2_##error##advsimd(finz_double2, finz_double2);
FINZ_UNARY(FINZ_DECLARE_UNARY_VECTOR)
FINZ_BINARY(FINZ_DECLARE_BINARY_VECTOR)

#endif

#endif
