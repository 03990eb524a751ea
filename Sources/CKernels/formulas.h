// Template: functions that SLEEF lacks or that need care at the edges, from IEEE operations,
// explicit fused multiply-add and `finz` functions only, so that they too give the same bits
// everywhere.

#include <math.h>

/// The larger one; NaN if either is NaN; +0 over −0. Commutative and associative to the bit.
INLINE lanes lanes_max(lanes a, lanes b) {
  // For equal operands only zeros can differ in their bits, and (+0) + (−0) is +0.
  lanes equal = choose(a == 0, a + b, a);
  return choose(a > b, a, choose(b > a, b, choose(a == b, equal, a + b)));
}

// SLEEF's asinh and acosh square their argument, so they overflow early; from 2²⁸ on both are log
// 2x to the bit.
#define LARGE_ARGUMENT 0x1p28

INLINE lanes log_twice(lanes x) { return finz_log(x) + 0x1.62e42fefa39efp-1; }

INLINE lanes lanes_asinh(lanes x) {
  lanes size = __builtin_elementwise_abs(x);
  lanes large = __builtin_elementwise_copysign(log_twice(size), x);
  return choose(size > LARGE_ARGUMENT, large, finz_asinh(x));
}

INLINE lanes lanes_acosh(lanes x) {
  return choose(x > LARGE_ARGUMENT, log_twice(x), finz_acosh(x));
}

/// Where Γ underflows, SLEEF's zeros have a sign that depends on the instruction set; adding +0 makes
/// them all +0.
INLINE lanes lanes_gamma(lanes x) { return finz_tgamma(x) + 0.0; }

/// Squares and reciprocals are the correctly rounded ones, so `x^2` is `x * x` to the bit.
INLINE lanes lanes_power(lanes a, lanes b) {
  return choose(b == 2, a * a, choose(b == -1, 1 / a, finz_pow(a, b)));
}

/// The remainder with the divisor's sign for one pair, exact for any quotient (`fmod` is exact).
static __attribute__((noinline, unused)) double mod_any(double a, double b) {
  double r = fmod(a, b);
  if (r == 0) return copysign(0, b);
  return (r < 0) != (b < 0) ? r + b : r;
}

/// a − ⌊a/b⌋·b. While the quotient is below 2⁵² it is known up to rounding upwards by one, and the
/// fused remainder is exact; other quotients, infinities and NaN go the slow way.
INLINE lanes lanes_mod(lanes a, lanes b) {
  lanes quotient = __builtin_elementwise_floor(a / b);
  lanes r = fma_lanes(-quotient, b, a);
  r = choose(((r < 0) & (b > 0)) | ((r > 0) & (b < 0)), r + b, r);
  r = choose(r == 0, __builtin_elementwise_copysign(splat(0), b), r);
  lanes size = __builtin_elementwise_abs(quotient);
  mask_lanes plain = (size < 0x1p52) & (__builtin_elementwise_abs(b) < __builtin_inf());
  for (int i = 0; i < LANES; i++)
    if (!plain[i]) r[i] = mod_any(a[i], b[i]);
  return r;
}

/// ⌊a/b⌋, consistent with `lanes_mod`.
INLINE lanes lanes_floor_divide(lanes a, lanes b) {
  lanes whole = (a - lanes_mod(a, b)) / b;
  lanes down = __builtin_elementwise_floor(whole);
  down = choose(whole - down > 0.5, down + 1, down);
  lanes zero = __builtin_elementwise_copysign(splat(0), a / b);
  // a/±∞ lies between −1 and 1; its remainder says nothing.
  lanes between = choose((a < 0) != (b < 0), splat(-1), splat(0));
  mask_lanes far = (__builtin_elementwise_abs(b) == __builtin_inf()) &
                   (__builtin_elementwise_abs(a) < __builtin_inf()) & (a != 0);
  down = choose(far, between, down);
  return choose(b == 0, a / b, choose(down == 0, zero, down));
}

/// 1 / (1 + e⁻ˣ) without overflow.
INLINE lanes lanes_sigmoid(lanes x) {
  lanes e = lanes_exp(-__builtin_elementwise_abs(x));
  return choose(x < 0, e, splat(1)) / (1 + e);
}

/// log(1 + eˣ) without overflow.
INLINE lanes lanes_softplus(lanes x) {
  lanes tail = finz_log1p(lanes_exp(-__builtin_elementwise_abs(x)));
  return choose(x > 0, x, choose(x == x, splat(0), x)) + tail;
}

/// log(eᵃ + eᵇ) without overflow.
INLINE lanes lanes_logaddexp(lanes a, lanes b) {
  lanes gap = -__builtin_elementwise_abs(a - b);
  lanes value = lanes_max(a, b) + finz_log1p(lanes_exp(gap));
  return choose(a == b, a + 0x1.62e42fefa39efp-1, value);
}

/// The normal quantile at 1/2 + q, where `tail` = 1/2 − |q|.
/// M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied
/// Statistics 37 (1988), routine PPND16; relative error about 1e-16.
INLINE lanes normal_quantile(lanes q, lanes tail) {
  static const double centre_top[] = {
      2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
      13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608};
  static const double centre_bottom[] = {
      5226.495278852545925,  28729.085735721942674, 39307.89580009271061,  21213.794301586595867,
      5394.1960214247511077, 687.1870074920579083,  42.313330701600911252, 1};
  static const double middle_top[] = {
      7.7454501427834140764e-4, .0227238449892691845833, .24178072517745061177,
      1.27045825245236838258,   3.64784832476320460504,  5.7694972214606914055,
      4.6303378461565452959,    1.42343711074968357734};
  static const double middle_bottom[] = {
      1.05075007164441684324e-9, 5.475938084995344946e-4, .0151986665636164571966,
      .14810397642748007459,     .68976733498510000455,   1.6763848301838038494,
      2.05319162663775882187,    1};
  static const double far_top[] = {
      2.01033439929228813265e-7, 2.71155556874348757815e-5, .0012426609473880784386,
      .026532189526576123093,    .29656057182850489123,     1.7848265399172913358,
      5.4637849111641143699,     6.6579046435011037772};
  static const double far_bottom[] = {
      2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
      7.868691311456132591e-4,    .0148753612908506148525,  .13692988092273580531,
      .59983220655588793769,      1};
  lanes s = fma_lanes(-q, q, splat(.180625));
  lanes centre = q * polynomial(s, centre_top, 8) / polynomial(s, centre_bottom, 8);
  lanes r = __builtin_elementwise_sqrt(-finz_log(tail));
  lanes middle = polynomial(r - 1.6, middle_top, 8) / polynomial(r - 1.6, middle_bottom, 8);
  lanes far = polynomial(r - 5, far_top, 8) / polynomial(r - 5, far_bottom, 8);
  lanes outside = choose(tail == 0, splat(__builtin_inf()), choose(r <= 5, middle, far));
  outside = choose(q < 0, -outside, outside);
  return choose(__builtin_elementwise_abs(q) <= .425, centre, outside);
}

INLINE lanes lanes_normal_quantile(lanes p) {
  return normal_quantile(p - 0.5, choose(p < 0.5, p, 1 - p));
}

/// erf⁻¹(x) = Φ⁻¹((1 + x)/2) / √2, with q = x/2 so that nothing cancels.
INLINE lanes lanes_erfinv(lanes x) {
  lanes q = x * 0.5;
  return normal_quantile(q, 0.5 - __builtin_elementwise_abs(q)) * 0x1.6a09e667f3bcdp-1;
}

/// The asymptotic series of ψ is accurate to an ulp from here on.
#define POLYGAMMA_START 10

/// ψ(x): recurrence up to 10, then the asymptotic series with Bernoulli numbers (DLMF 5.5.2,
/// 5.11.2); reflection for negative arguments (DLMF 5.5.4). NaN at the negative whole numbers, ∓Inf
/// at ±0.
INLINE lanes lanes_digamma(lanes x) {
  static const double series[] = {-1.0 / 12,  691.0 / 32760, -1.0 / 132, 1.0 / 240,
                                  -1.0 / 252, 1.0 / 120,     -1.0 / 12};
  lanes y = choose(x < 0, 1 - x, x), shifted = splat(0);
  for (int i = 0; i < POLYGAMMA_START; i++) {
    mask_lanes small = y < POLYGAMMA_START;
    shifted = choose(small, shifted - 1 / y, shifted);
    y = choose(small, y + 1, y);
  }
  lanes w = 1 / (y * y);
  lanes tail = polynomial(w, series, 7) * w - 0.5 / y;
  lanes value = finz_log(y) + (tail + shifted);
  lanes reflected = value - 0x1.921fb54442d18p+1 * finz_cospi(x) / finz_sinpi(x);
  lanes pole = splat(__builtin_nan(""));
  value = choose(x < 0, choose(x == __builtin_elementwise_floor(x), pole, reflected), value);
  return choose(x == 0, __builtin_elementwise_copysign(splat(__builtin_inf()), -x), value);
}

/// ψ′(x), in the same way (DLMF 5.15.5, 5.15.6, 5.15.8). +Inf at the poles.
INLINE lanes lanes_trigamma(lanes x) {
  static const double series[] = {-3617.0 / 510, 7.0 / 6,   -691.0 / 2730, 5.0 / 66,
                                  -1.0 / 30,     1.0 / 42,  -1.0 / 30,     1.0 / 6};
  lanes y = choose(x < 0, 1 - x, x), shifted = splat(0);
  for (int i = 0; i < POLYGAMMA_START; i++) {
    mask_lanes small = y < POLYGAMMA_START;
    shifted = choose(small, shifted + 1 / (y * y), shifted);
    y = choose(small, y + 1, y);
  }
  lanes w = 1 / (y * y);
  lanes value = (polynomial(w, series, 8) * w + 1) / y + 0.5 * w;
  value = choose(y == __builtin_inf(), splat(0), value) + shifted;
  lanes scaled = 0x1.921fb54442d18p+1 / finz_sinpi(x);
  mask_lanes pole = (x <= 0) & (x == __builtin_elementwise_floor(x));
  value = choose(x < 0, scaled * scaled - value, value);
  return choose(pole, splat(__builtin_inf()), value);
}
