import Testing

/// Operators that write into a temporary must not change what anybody else can see.
@Suite struct InPlaceTests {
  @Test(arguments: [
    // The operand is a name of the module, of a function, a capture, an element, a constant.
    ("a = [1.0, 2]; b = a .* 2 .+ a; (a, b)", "([1, 2], [3, 6])"),
    ("f(a) = (a .+ 1, a); f([1.0, 2])", "([2, 3], [1, 2])"),
    ("g = (a -> () -> a .* 3)([1.0, 2]); (g(), g())", "([3, 6], [3, 6])"),
    ("t = ([1.0, 2], 0); u = t[1] .+ 1; (t[1], u)", "([1, 2], [2, 3])"),
    ("f() = [1.0, 2] .+ 1; (f(), f())", "([2, 3], [2, 3])"),
    // A function gives back what it was given.
    ("id(x) = x; a = [1.0, 2]; b = id(a) .+ 1; (a, b)", "([1, 2], [2, 3])"),
    ("a = [1.0, 4]; b = sqrt(a); (a, b)", "([1, 4], [1, 2])"),
    ("a = [1.0, 4]; b = sqrt(a .* 1); (a, b)", "([1, 4], [1, 2])"),
    // Names of comprehensions are read more than once.
    ("[sum(r .* 2 .+ r) for r in [1.0, 2; 3, 4]]", "[9, 21]"),
    // Either side, and both.
    ("a = [1.0, 2]; 10 .- a .* 2", "[8, 6]"),
    ("a = [2.0, 4]; 8 ./ (a .+ 0)", "[4, 2]"),
    ("a = [1.0, 2]; a .* 2 .- a .* 3", "[-1, -2]"),
    ("a = [1.0, 2]; (a .+ 1) - a", "[1, 1]"),
    ("a = [1.0, 2]; (a .+ 2) / 2", "[1.5, 2]"),
    ("a = [1.0, 2]; 2 * (a .+ 2)", "[6, 8]"),
    // Shapes that differ, and matrix products.
    ("a = [1.0, 2]; (a .+ 0) .+ [1; 2] == [2, 3; 3, 4]", "true"),
    ("A = [1.0, 2; 3, 4]; (A .+ 0) * (A .+ 0) == [7, 10; 15, 22]", "true"),
    ("a = [1, 2] .> 1; (a .+ 1)", "[1, 2]"),
  ])
  func leavesTheRestAlone(program: String, shown: String) {
    #expect(run(program).filter { !$0.isWhitespace } == shown.filter { !$0.isWhitespace })
  }
}
