import Tensors

/// Complex numbers as two lines of real ones.
struct ComplexLine {
  var re: [Double]
  var im: [Double]

  init(re: [Double], im: [Double]) {
    self.re = re
    self.im = im
  }

  init(zeros count: Int) {
    re = Array(repeating: 0, count: count)
    im = re
  }
}

/// The discrete Fourier transform of one length: by J. Cooley & J. Tukey's splitting (1965) for lengths
/// whose prime factors are small, else as a convolution (L. Bluestein, 1970) of a length that is a power of 2.
///
/// Sines come from the same kernels as everywhere, so the bits are the same on every machine.
struct FourierPlan {
  private let n: Int
  private let isInverse: Bool
  private let factors: [Int]
  /// exp(∓2πi·k/n)
  private let roots: ComplexLine

  init(_ n: Int, isInverse: Bool) {
    self.n = n
    self.isInverse = isInverse
    factors = primeFactors(of: n)
    roots = rootsOfUnity(n, isInverse: isInverse)
  }

  private static let largestDirectFactor = 31

  func transform(_ x: ComplexLine) -> ComplexLine {
    if (factors.last ?? 1) > FourierPlan.largestDirectFactor { return convolved(x) }
    var result = ComplexLine(zeros: n)
    split(x, from: 0, step: 1, length: n, level: 0, into: &result, at: 0)
    return result
  }

  /// The transform of every `step`-th element, of which there are `length`.
  private func split(
    _ x: ComplexLine, from start: Int, step: Int, length: Int, level: Int,
    into y: inout ComplexLine, at place: Int
  ) {
    if length == 1 {
      y.re[place] = x.re[start]
      y.im[place] = x.im[start]
      return
    }
    let p = factors[level]
    let part = length / p
    for q in 0..<p {
      split(
        x, from: start + q * step, step: step * p, length: part, level: level + 1, into: &y,
        at: place + q * part)
    }
    if p == 2 {
      joinPairs(part, step: step, &y, place)
    } else {
      join(p, part, step: step, &y, place)
    }
  }

  private func joinPairs(_ part: Int, step: Int, _ y: inout ComplexLine, _ place: Int) {
    for k in 0..<part {
      let (low, high) = (place + k, place + part + k)
      let (c, s) = (roots.re[k * step], roots.im[k * step])
      let re = c * y.re[high] - s * y.im[high]
      let im = c * y.im[high] + s * y.re[high]
      y.re[high] = y.re[low] - re
      y.im[high] = y.im[low] - im
      y.re[low] += re
      y.im[low] += im
    }
  }

  private func join(_ p: Int, _ part: Int, step: Int, _ y: inout ComplexLine, _ place: Int) {
    var (re, im) = ([Double](repeating: 0, count: p), [Double](repeating: 0, count: p))
    for k in 0..<part {
      for q in 0..<p {
        let (a, b) = (y.re[place + q * part + k], y.im[place + q * part + k])
        let (c, s) = (roots.re[q * k * step], roots.im[q * k * step])
        re[q] = c * a - s * b
        im[q] = c * b + s * a
      }
      for r in 0..<p {
        var (sumRe, sumIm) = (0.0, 0.0)
        for q in 0..<p {
          let root = q * r % p * part * step
          sumRe += roots.re[root] * re[q] - roots.im[root] * im[q]
          sumIm += roots.re[root] * im[q] + roots.im[root] * re[q]
        }
        y.re[place + r * part + k] = sumRe
        y.im[place + r * part + k] = sumIm
      }
    }
  }

  // MARK: As a convolution

  /// With jk = (j² + k² − (k − j)²)/2 the sum is a convolution with exp(±πi·j²/n).
  private func convolved(_ x: ComplexLine) -> ComplexLine {
    var size = 1
    while size < 2 * n - 1 { size *= 2 }
    let turns = rootsOfUnity(2 * n, isInverse: isInverse)
    // j² mod 2n, step by step: (j + 1)² = j² + 2j + 1.
    var squares = [0]
    for j in 0..<n { squares.append((squares[j] + 2 * j + 1) % (2 * n)) }
    var (a, b) = (ComplexLine(zeros: size), ComplexLine(zeros: size))
    for j in 0..<n {
      let (c, s) = (turns.re[squares[j]], turns.im[squares[j]])
      a.re[j] = x.re[j] * c - x.im[j] * s
      a.im[j] = x.re[j] * s + x.im[j] * c
      b.re[j] = c
      b.im[j] = -s
      if j > 0 {
        b.re[size - j] = c
        b.im[size - j] = -s
      }
    }
    let forward = FourierPlan(size, isInverse: false)
    let (left, right) = (forward.transform(a), forward.transform(b))
    var product = ComplexLine(zeros: size)
    for k in 0..<size {
      product.re[k] = left.re[k] * right.re[k] - left.im[k] * right.im[k]
      product.im[k] = left.re[k] * right.im[k] + left.im[k] * right.re[k]
    }
    let back = FourierPlan(size, isInverse: true).transform(product)
    var result = ComplexLine(zeros: n)
    for k in 0..<n {
      let (c, s) = (turns.re[squares[k]], turns.im[squares[k]])
      result.re[k] = (back.re[k] * c - back.im[k] * s) / Double(size)
      result.im[k] = (back.re[k] * s + back.im[k] * c) / Double(size)
    }
    return result
  }
}

/// exp(∓2πi·k/n) for all k.
private func rootsOfUnity(_ n: Int, isInverse: Bool) -> ComplexLine {
  var line = ComplexLine(zeros: n)
  for k in 0..<n {
    let (c, s) = turn(k, of: n)
    line.re[k] = c
    line.im[k] = isInverse ? s : -s
  }
  return line
}

/// Cosine and sine of 2π·k/n for 0 ≤ k < n, reduced to the first eighth of a turn in whole numbers: exact
/// at multiples of a quarter turn, and symmetric.
private func turn(_ k: Int, of n: Int) -> (cos: Double, sin: Double) {
  var part = 4 * k  // in units of a quarter turn, n of them
  let isLower = part > 2 * n
  if isLower { part = 4 * n - part }
  let isLeft = part > n
  if isLeft { part = 2 * n - part }
  let isSteep = 2 * part > n
  if isSteep { part = n - part }
  let angle = Double.pi / 2 * (Double(part) / Double(n))
  var (c, s) = (UnaryOp.cos.apply(angle), UnaryOp.sin.apply(angle))
  if isSteep { swap(&c, &s) }
  return (isLeft ? -c : c, isLower ? -s : s)
}

/// In ascending order.
private func primeFactors(of n: Int) -> [Int] {
  var (rest, factor, result) = (n, 2, [Int]())
  while factor * factor <= rest {
    while rest % factor == 0 {
      result.append(factor)
      rest /= factor
    }
    factor += 1
  }
  return rest > 1 ? result + [rest] : result
}
