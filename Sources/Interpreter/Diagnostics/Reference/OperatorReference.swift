// E02: operators and shapes.
extension DiagnosticReference {
  static let operators: [DiagnosticEntry] = [
    .init(
      "E0200",
      "An operation got operands that it can't take."),
    .init(
      "E0201",
      "Undotted `+` and `-` want equal shapes, or a number; the dotted ones broadcast.",
      wrong: "[1, 2; 3, 4] + [1, 2]",
      right: "[1, 2; 3, 4] .+ [1, 2]"),
    .init(
      "E0202",
      "Shapes broadcast when, counted from the right, sizes are equal or 1.",
      wrong: "[1, 2] .+ [1, 2, 3]",
      right: "[1, 2] .+ [1; 2; 3]"),
    .init(
      "E0203",
      "The product of two vectors can mean three things; say which.",
      wrong: "[1, 2] * [3, 4]",
      right: "dot([1, 2], [3, 4])"),
    .init(
      "E0204",
      "`*` multiplies numbers, vectors and matrices; `@` multiplies stacks of matrices.",
      wrong: "ones(2, 2, 2) * ones(2, 2)",
      right: "ones(2, 2, 2) @ ones(2, 2)"),
    .init(
      "E0205",
      "`/` divides by a number; `./` divides element by element.",
      wrong: "1 / [1, 2]",
      right: "1 ./ [1, 2]"),
    .init(
      "E0206",
      "`^` is the power of a number or a square matrix; `.^` takes that of each element.",
      wrong: "[1, 2]^2",
      right: "[1, 2].^2"),
    .init(
      "E0207",
      "Only a square matrix can be multiplied by itself.",
      wrong: "ones(2, 3)^2",
      right: "ones(2, 2)^2"),
    .init(
      "E0208",
      "A matrix power has an exponent of 0 or more.",
      wrong: "[1, 2; 3, 4]^-1",
      right: "inv([1, 2; 3, 4])"),
    .init(
      "E0209",
      "The operator has no meaning for these kinds of values.",
      wrong: "\"a\" + 1",
      right: "\"a{1}\""),
    .init(
      "E0210",
      "The operands of this function must have equal shapes, since losses and their like never broadcast.",
      wrong: "mse([1, 2], [1; 2])",
      right: "mse([1, 2], [1, 2])"),
    .init(
      "E0211",
      "An empty tensor has no value of this kind.",
      wrong: "max([])",
      right: "max([1])"),
    .init(
      "E0212",
      "The function wants a tensor with another number of axes.",
      wrong: "trace([1, 2])",
      right: "trace([1, 2; 3, 4])"),
    .init(
      "E0213",
      "Logic combines bools.",
      wrong: "not 3",
      right: "not (3 > 2)"),
    .init(
      "E0214",
      "A tensor has at most eight axes.",
      wrong: "zeros(1, 1, 1, 1, 1, 1, 1, 1, 1)",
      right: "zeros(1, 1, 1, 1, 1, 1, 1, 1)"),
    .init(
      "E0215",
      "A size can't be negative.",
      wrong: "pad([1, 2], -1)",
      right: "pad([1, 2], 1)"),
    .init(
      "E0216",
      "In a product the columns on the left meet the rows on the right: these numbers must be equal.",
      wrong: "W = ones(2, 3); b = [1, 2]; W*b",
      right: "W = ones(2, 3); b = [1, 2, 3]; W*b"),
    .init(
      "E0217",
      "A condition is true or false; nothing else counts as one.",
      wrong: "if 1; 2; end",
      right: "if 1 != 0; 2; end"),
    .init(
      "E0218",
      "Undotted comparisons order two numbers or two strings; dotted ones compare element by element.",
      wrong: "[1, 2] < [2, 3]",
      right: "[1, 2] .< [2, 3]"),
    .init(
      "E0219",
      "Tuples and records combine leaf by leaf when they have the same structure.",
      wrong: "(1, 2) + (1, 2, 3)",
      right: "(1, 2) + (3, 4)"),
    .init(
      "E0220",
      "The function takes numbers and tensors.",
      wrong: "sin(\"x\")",
      right: "sin(1)"),
    .init(
      "E0221",
      "Brackets make a tensor of numbers; a tuple holds anything.",
      wrong: "[1, \"a\"]",
      right: "(1, \"a\")"),
    .init(
      "E0222",
      "The elements of a tensor have one shape.",
      wrong: "[[1, 2], [3]]",
      right: "([1, 2], [3])"),
    .init(
      "E0223",
      "What is assigned to an element is a number.",
      wrong: "v = [1, 2]; v[1] = \"a\"",
      right: "v = [1, 2]; v[1] = 3"),
    .init(
      "E0224",
      "The rows of a matrix have equal length.",
      wrong: "[1, 2; 3]",
      right: "[1, 2; 3, 4]"),
    .init(
      "E0225",
      "With `;` the parts are numbers or matrices.",
      wrong: "[[1, 2]; 3]",
      right: "[1, 2; 3, 4]"),
    .init(
      "E0226",
      "A comprehension with two variables makes a matrix, so its inner range must not change.",
      wrong: "[i*j for i in 1:3, j in 1:i]",
      right: "[i*j for i in 1:3, j in 1:i if true]"),
    .init(
      "E0227",
      "A range goes from number to number.",
      wrong: "1:\"a\"",
      right: "1:3"),
    .init(
      "E0228",
      "A range has finite bounds and a step other than 0.",
      wrong: "1:0:5",
      right: "1:1:5"),
    .init(
      "E0229",
      "A range has at most 2^53 elements.",
      wrong: "1:1e300",
      right: "1:1e15"),
    .init(
      "E0230",
      "`for` goes through a range, a tensor, a tuple, a record or a string.",
      wrong: "for x in 3; print(x); end",
      right: "for x in 1:3; print(x); end"),
    .init(
      "E0231",
      "A new shape has as many elements as the old one.",
      wrong: "reshape(1:6, 4, 2)",
      right: "reshape(1:6, 3, 2)"),
    .init(
      "E0232",
      "An order of axes names each axis once.",
      wrong: "permute(ones(2, 3), (1, 1))",
      right: "permute(ones(2, 3), (2, 1))"),
    .init(
      "E0233",
      "Only an axis of size 1 can be taken away.",
      wrong: "squeeze(ones(2, 3), dim=1)",
      right: "squeeze(ones(1, 3), dim=1)"),
    .init(
      "E0234",
      "A gradient holds for the elements that a mask selected when it was taken."),
    .init(
      "E0235",
      "The matrix is singular: it has no inverse.",
      wrong: "inv([1, 2; 2, 4])",
      right: "inv([1, 2; 3, 4])"),
    .init(
      "E0236",
      "cholesky takes a symmetric positive definite matrix.",
      wrong: "cholesky([1, 2; 2, 1])",
      right: "cholesky([2, 1; 1, 2])"),
    .init(
      "E0237",
      "The subscripts of einsum have one letter for each axis of each operand.",
      wrong: "einsum(\"ij,jk->ik\", [1, 2], ones(2, 2))",
      right: "einsum(\"ij,jk->ik\", ones(2, 2), ones(2, 2))"),
    .init(
      "E0238",
      "The function takes a symmetric matrix.",
      wrong: "eigh([1, 2; 3, 4])",
      right: "eigh([1, 2; 2, 4])"),
    .init(
      "E0239",
      "The elements of the matrix are finite.",
      wrong: "svd([1, NaN; 3, 4])",
      right: "svd([1, 2; 3, 4])"),
    .init(
      "E0240",
      "There are no complex numbers, so the spectrum must be real.",
      wrong: "eig([0, -1; 1, 0])",
      right: "eig([0, 1; 1, 0])"),
    .init(
      "E0241",
      "The iteration did not converge."),
    .init(
      "E0242",
      "Factorizations use OpenBLAS, which must be installed.",
      wrong: "svd([1, 2; 3, 4])",
      right: "[1, 2; 3, 4] * [5; 6]"),
    .init(
      "E0243",
      "The sizes of the parts add up to the size of the axis.",
      wrong: "split([1, 2, 3, 4], (2, 3))",
      right: "split([1, 2, 3, 4], (1, 3))"),
    .init(
      "E0244",
      "An axis is split into equal parts where its size allows it.",
      wrong: "split([1, 2, 3, 4], 3)",
      right: "split([1, 2, 3, 4], 2)"),
  ]
}
