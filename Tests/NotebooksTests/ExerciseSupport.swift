import Diagnostics
import Interpreter

@testable import Notebooks

/// A lesson of three exercises on the network of lesson 1. Its answers take at most a second.
let exerciseLesson = """
  ---
  title: Exercises
  ---

  ```{gradus}
  x1 = 0.5; x2 = -1.0; y = 1.0; W1 = 0.4; W2 = -0.2; b1 = 0.1; W4 = 0.7; b2 = -0.3
  O1 := σ(W1*x1 + W2*x2 + b1)
  O2 := σ(W4*O1 + b2)
  L  := (y - O2)^2
  ```

  ```{gradus}
  #| exercise: weight
  #| points: 2
  #| forbid: [grad, ∂]
  #| timeout: 1
  answer(y, O2, W4, O1, x2) = ____
  ```

  ```{gradus}
  #| solution: weight
  answer(y, O2, W4, O1, x2) = -2*(y - O2) * O2*(1 - O2)*W4 * O1*(1 - O1)*x2
  ```

  ```{gradus}
  #| check: weight
  check ∂L/∂W2 ≈ answer
  ```

  ```{gradus}
  #| exercise: step
  #| points: 3
  #| timeout: 1
  η = 0.5
  W2 = ____
  ```

  ```{gradus}
  #| solution: step
  η = 0.5
  W2 = W2 - η*∂L/∂W2
  ```

  ```{gradus}
  #| check: step
  #| include: false
  new = W2
  W2 = -0.2
  check new ≈ W2 - 0.5*∂L/∂W2
  ```

  ```{gradus}
  #| exercise: sum
  #| timeout: 1
  G = zeros(2)
  ____
  ```

  ```{gradus}
  #| solution: sum
  G = zeros(2)
  for k in 1:3
    G += [k, 2*k]
  end
  ```

  ```{gradus}
  #| check: sum
  check G ≈ [6, 12]
  ```

  """

func notebook(_ text: String) -> Notebook { NotebookParser.parse(text, name: "lesson.md") }

/// The verdicts on a submission, by the names of the exercises, and what was said.
func grade(
  _ submission: String, key: String = exerciseLesson
) -> [String: (verdict: Verdict, message: String)] {
  let report = Grader.grade(notebook(submission), key: notebook(key), in: Session())
  var result: [String: (verdict: Verdict, message: String)] = [:]
  for item in report.results { result[item.name] = (item.verdict, item.message) }
  return result
}

/// A submission that holds nothing but one answer.
func answer(_ name: String, _ code: String) -> String {
  "```{gradus}\n#| exercise: \(name)\n\(code)\n```\n"
}

/// A lesson of one exercise. `given` is its first cell.
func lesson(given: String, question: String, solution: String?, check: String) -> String {
  let solved = solution.map { "```{gradus}\n#| solution: one\n\($0)\n```\n\n" } ?? ""
  return """
    ```{gradus}
    \(given)
    ```

    ```{gradus}
    #| exercise: one
    \(question)
    ```

    \(solved)```{gradus}
    #| check: one
    \(check)
    ```

    """
}
