import Foundation
import Testing

@testable import Notebooks

/// Notebooks under random edits of all kinds; after each the cached run is the clean one, to the byte.
struct CacheEditTests {
  private static let edits =
    ProcessInfo.processInfo.environment["GRADUS_FULL"] == nil ? 25 : 300

  /// Every name that the other cells use has a meaning from here on.
  private static let heads = [
    "k = 2", "w = 0.5", "x = [1, 2, 3]", "A = [1, 2; 3, 4]", "f(t) = k*t^2", "u = 1.5",
    "s = \"a\"", "h(t) = f(t) + 1", "make(c) = t -> t*c + k", "g = make(2)",
    "L := (w*k - 1)^2", "z := relu(-w)", "r = 0; i = 0; q = [1, 2]; p = {a: 1}",
  ]

  private static let data = [
    "k = 3", "w = 0.7", "s = \"b\"", "r*2", "q .* 2", "x = 2*x\nx", "A[1, 2] = k; A",
    "A[2, 1] += 1\nA", "for i in 1:3\n  x[i] = x[i] + i\nend\nx", "i + 1", "i = 7",
    "print(\"k is {k:.3f}\", s)", "if k > 2\n  s = \"big\"\nend", "s", "1/7 + w", "k",
    "p = {a: k, b: [1, 2]}", "p.a = 5; p", "(r, i) = (k, w)\nr + i", "ans", "ans = 3; ans*2",
    "D = read_csv(\"data.csv\"); sum(D.a)", "n*k", "digits(8)\n1/3", "digits(4)", "debug_nan(true)",
    "debug_nan(false)", "sum(x) + sum(A)",
  ]
  private static let code = [
    "f(t) = k*t^3", "f(t) = sin(k*t)", "h(t) = f(t) + x[1]", "h(2)", "f'(t) = 2*k*t + 1", "f'(1.5)",
    "g = make(3)", "make(c) = t -> t*c - k", "g(4) + k", "fs = (f, g); fs[1](2)", "g = f",
    "[f(j) for j in 1:3]", "plot(f, 0:3)", "k = h(1)", "f", "map(g, x)",
    "load(c) = sum(read_csv(\"data.csv\").a)*c\nload(k)", "if k > 2\n  f(t) = t\nend",
  ]
  private static let draws = [
    "r = rand(); r", "#| label: own-@\nq = randn(2); q", "#| seed: 5\nrand()", "seed(4); rand()",
    "noise(t) = t + rand()\nnoise(k)", "r = randn(3); sum(r)", "permutation(4)",
    "#| label: deep-@\nseed(2); rand()", "E := rand() + k", "draw = rand\ndraw()", "seed(0)",
    "shuffle(x)",
  ]
  private static let equations = [
    "L := (w - k)^2", "L := (w*u - 1)^2 + 0.1*w^2", "u := k + 1", "M := L*2 + u\nM", "L", "∂L/∂w",
    "explain ∂L/∂w", "explain ∂z/∂w", "z := relu(w)", "z := relu(-w*k)", "u = 2", "equations()",
    "minimize L over w using gd(0.05) for 5", "w = 0.5",
    "run = minimize L over w using adam(0.1) for 4;\nrun.loss[3]", "c = 1; b = c\nT := b*c + w\nT",
    "explain ∂T/∂w", "T := w; b = 1; c = 2",
  ]
  private static let modules = [
    "import \"lib.gradus\" as lib\nlib.twice(k)", "import \"lib.gradus\" as lib; k = lib.size",
    "import \"lib.gradus\" as other\nother.twice(3)", "rand()",
  ]
  private static let exercises = [
    "#| exercise: sum-@\nv = k + 1\n```\n\n```{gradus}\n#| check: sum-@\ncheck v == k + 1",
    "#| exercise: gap-@\nv = ____\n```\n\n```{gradus}\n#| solution: gap-@\nv = k\n```\n\n"
      + "```{gradus}\n#| check: gap-@\ncheck v == k",
  ]

  private struct Lesson {
    var cells: [String]
    var prose: [String] = []
    var parameter = 4
    let pool: [String]
    var count = 0

    init(_ pool: [String]) {
      self.pool = pool
      cells = CacheEditTests.heads + ["1"]
    }

    var text: String {
      var text = "---\nexecute: {cache: true, seed: 3}\nparams: {n: \(parameter)}\n---\n\n"
      for (index, cell) in cells.enumerated() {
        if index < prose.count { text += prose[index] }
        text += "```{gradus}\n\(cell)\n```\n\nText.\n\n"
      }
      return text
    }

    mutating func edit(_ numbers: inout Numbers) {
      count += 1
      let index = place(&numbers)
      let fresh = pool[numbers.below(pool.count)].replacing("@", with: "\(count)")
      switch numbers.below(12) {
      case 0: cells[index] += " # \(count)"
      case 1: cells.swapAt(index, place(&numbers))
      case 2 where index >= CacheEditTests.heads.count: cells.remove(at: index)
      case 3 where !cells[index].contains("#|"): cells.insert(cells[index], at: place(&numbers))
      case 4: cells.insert(cells.remove(at: index), at: place(&numbers))
      case 5:
        prose += Array(repeating: "", count: max(0, index + 1 - prose.count))
        prose[index] =
          ["", "Prose.\n\n", "`{gradus} k`\n\nMore.\n\n", "`{gradus} rand()`\n\n"][
            numbers.below(4)]
      case 6: parameter = 4 + numbers.below(2)
      case 7 where index >= CacheEditTests.heads.count: cells[index] = fresh
      default: cells.insert(fresh, at: place(&numbers))
      }
      while cells.count > 30 { cells.remove(at: CacheEditTests.heads.count) }
    }

    /// Mostly behind the heads: where one moves there are errors, after which nothing is kept.
    private func place(_ numbers: inout Numbers) -> Int {
      let heads = numbers.below(8) == 0 ? 0 : CacheEditTests.heads.count
      return min(heads + numbers.below(cells.count - heads), cells.count - 1)
    }
  }

  private static let pools: [(name: String, cells: [String])] = [
    ("data", data), ("code", data + code), ("draws", code + draws), ("equations", equations + data),
    ("all", data + code + draws + equations + modules + exercises),
  ]

  @Test(arguments: pools.indices)
  func randomEditsNeverShow(_ pool: Int) throws {
    let folder = try Folder()
    var numbers = Numbers(state: UInt64(pool) + 7)
    var lesson = Lesson(Self.pools[pool].cells)
    var (runs, clean) = (0, 0)
    for edit in 0..<Self.edits {
      let step = numbers.below(4)
      for _ in 0...step { lesson.edit(&numbers) }
      let value = 1 + numbers.below(2)
      try folder.write("a,b\n\(value),2\n3,4\n", to: "data.csv")
      try folder.write("size = \(value); twice(t) = size*t + rand()", to: "lib.gradus")
      let wanted = render(lesson.text, folder, cached: false)
      let given = render(lesson.text, folder, cached: true)
      try #require(given.text == wanted.text, "\(Self.pools[pool].name), edit \(edit)")
      (runs, clean) = (runs + given.ran, clean + wanted.ran)
      // After an error nothing is kept: the notebook goes back to one without.
      if wanted.text.contains("error[") { lesson = Lesson(Self.pools[pool].cells) }
    }
    // The cache is of use under such edits, too.
    #expect(runs < clean)
  }
}
