// The elementwise operations: one row each, a name and its formula over lanes.
//
// The rows are expanded once per instruction set and once for single numbers, so all of them
// compute the same thing. The order gives the numbers of the operations; append, don't insert.

#ifndef GRADUS_OPERATIONS_H
#define GRADUS_OPERATIONS_H

#define CK_UNARY_OPERATIONS(X)                                                                     \
  X(negate, -x)                                                                                    \
  X(abs, __builtin_elementwise_abs(x))                                                             \
  X(sign, choose(x > 0, splat(1), choose(x < 0, splat(-1), x)))                                    \
  X(floor, __builtin_elementwise_floor(x))                                                         \
  X(ceil, __builtin_elementwise_ceil(x))                                                           \
  X(round, __builtin_elementwise_roundeven(x))                                                     \
  X(trunc, __builtin_elementwise_trunc(x))                                                         \
  X(sqrt, __builtin_elementwise_sqrt(x))                                                           \
  X(cbrt, finz_cbrt(x))                                                                            \
  X(square, x *x)                                                                                  \
  X(reciprocal, 1 / x)                                                                             \
  X(exp, lanes_exp(x))                                                                             \
  X(exp2, finz_exp2(x))                                                                            \
  X(exp10, finz_exp10(x))                                                                          \
  X(expm1, finz_expm1(x))                                                                          \
  X(log, finz_log(x))                                                                              \
  X(log2, finz_log2(x))                                                                            \
  X(log10, finz_log10(x))                                                                          \
  X(log1p, finz_log1p(x))                                                                          \
  X(sin, finz_sin(x))                                                                              \
  X(cos, finz_cos(x))                                                                              \
  X(tan, finz_tan(x))                                                                              \
  X(asin, finz_asin(x))                                                                            \
  X(acos, finz_acos(x))                                                                            \
  X(atan, finz_atan(x))                                                                            \
  X(sinh, finz_sinh(x))                                                                            \
  X(cosh, finz_cosh(x))                                                                            \
  X(tanh, finz_tanh(x))                                                                            \
  X(asinh, lanes_asinh(x))                                                                         \
  X(acosh, lanes_acosh(x))                                                                         \
  X(atanh, finz_atanh(x))                                                                          \
  X(erf, finz_erf(x))                                                                              \
  X(erfc, finz_erfc(x))                                                                            \
  X(erfinv, lanes_erfinv(x))                                                                       \
  X(normalQuantile, lanes_normal_quantile(x))                                                      \
  X(gamma, lanes_gamma(x))                                                                         \
  X(lgamma, finz_lgamma(x))                                                                        \
  X(digamma, lanes_digamma(x))                                                                     \
  X(trigamma, lanes_trigamma(x))                                                                   \
  X(sigmoid, lanes_sigmoid(x))                                                                     \
  X(softplus, lanes_softplus(x))                                                                   \
  X(logSigmoid, -lanes_softplus(-x))                                                               \
  X(relu, choose(x > 0, x, choose(x == x, splat(0), x)))                                           \
  X(step, choose(x > 0, splat(1), splat(0)))                                                       \
  X(isnan, choose(x == x, splat(0), splat(1)))                                                     \
  X(isinf, choose(__builtin_elementwise_abs(x) == __builtin_inf(), splat(1), splat(0)))            \
  X(isfinite, choose(__builtin_elementwise_abs(x) < __builtin_inf(), splat(1), splat(0)))

#define CK_BINARY_OPERATIONS(X)                                                                    \
  X(add, a + b)                                                                                    \
  X(subtract, a - b)                                                                               \
  X(multiply, a *b)                                                                                \
  X(divide, a / b)                                                                                 \
  X(power, lanes_power(a, b))                                                                      \
  X(mod, lanes_mod(a, b))                                                                          \
  X(floorDivide, lanes_floor_divide(a, b))                                                         \
  X(atan2, finz_atan2(a, b))                                                                       \
  X(hypot, finz_hypot(a, b))                                                                       \
  X(max, lanes_max(a, b))                                                                          \
  X(min, -lanes_max(-a, -b))                                                                       \
  X(copysign, __builtin_elementwise_copysign(a, b))                                                \
  X(xlogy, choose((a == 0) & (b == b), splat(0), a *finz_log(b)))                                  \
  X(logaddexp, lanes_logaddexp(a, b))                                                              \
  X(zeroMultiply, choose((a == 0) | (b == 0), splat(0), a *b))

#define CK_COMPARE_OPERATIONS(X)                                                                   \
  X(equal, a == b)                                                                                 \
  X(notEqual, a != b)                                                                              \
  X(less, a < b)                                                                                   \
  X(lessEqual, a <= b)                                                                             \
  X(greater, a > b)                                                                                \
  X(greaterEqual, a >= b)

// Name, identity, how two partial results are joined.
#define CK_REDUCE_OPERATIONS(X)                                                                    \
  X(sum, 0.0, a + b)                                                                               \
  X(product, 1.0, a *b)                                                                            \
  X(max, -__builtin_inf(), lanes_max(a, b))                                                        \
  X(min, __builtin_inf(), -lanes_max(-a, -b))

#endif
