/// Derivatives whose rules are longer than a line, in mathematical notation. ȳ is the gradient that comes in.
enum KnownDerivatives {
  static let table: [String: String] = [
    "mean": "$\\frac{1}{n}$ by each of the $n$ elements",
    "prod": "$\\prod_{j \\ne i} x_j$ by $x_i$",
    "max": "1 by the greatest element, 0 by the others",
    "min": "1 by the least element, 0 by the others",
    "logsumexp": "$\\operatorname{softmax}(x)$",
    "var": "$\\frac{2}{n - \\text{ddof}}\\,(x - \\operatorname{mean}(x))$",
    "std": "$\\frac{x - \\operatorname{mean}(x)}{(n - \\text{ddof})\\operatorname{std}(x)}$",
    "median": "1 by the middle element; ½ by each of two",
    "quantile": "by the two elements next to it the weights of the interpolation, $1 - t$ and $t$",
    "norm":
      "$\\frac{x}{\\lVert x \\rVert}$; for other p $\\operatorname{sgn}(x)\\left(\\frac{\\lvert x \\rvert}{\\lVert x \\rVert_p}\\right)^{p - 1}$",
    "cumsum": "by $x_i$: $\\sum_{k \\ge i} \\bar{y}_k$",
    "cumprod": "by $x_i$: $\\sum_{k \\ge i} \\bar{y}_k \\prod_{j \\le k,\\, j \\ne i} x_j$",
    "cummax": "by $x_i$: the sum of those $\\bar{y}_k$ whose maximum $x_i$ is",
    "sort": "$\\bar{y}$, each part at the place where its element came from",
    "gather": "by x: $\\bar{y}$ added up at the positions that were read<br>by index: 0",
    "repeat": "the sum of $\\bar{y}$ over the repetitions",
    "tile": "the sum of $\\bar{y}$ over the tiles",
    "expand": "the sum of $\\bar{y}$ over the new axes", "pad": "$\\bar{y}$ without its margins",
    "diff": "by $x_i$: $\\bar{y}_{i - 1} - \\bar{y}_i$",
    "flatten": "$\\bar{y}$ in the shape of x", "reshape": "$\\bar{y}$ in the shape of x",
    "squeeze": "$\\bar{y}$ in the shape of x", "unsqueeze": "$\\bar{y}$ in the shape of x",
    "permute": "$\\bar{y}$ with its axes in their old order",
    "cat": "by each part: its piece of $\\bar{y}$",
    "stack": "by each part: its piece of $\\bar{y}$",
    "hcat": "by each part: its piece of $\\bar{y}$",
    "vcat": "by each part: its piece of $\\bar{y}$",
    "append": "by xs: $\\bar{y}$ but for its last element<br>by x: the last element",
    "embedding": "by table: each $\\bar{y}$ added to the row that was read<br>by ids: 0",
    "trace": "$I$",
    "kron":
      "by $a_{ij}$: $\\langle \\bar{Y}_{ij}, b \\rangle$ with the block $\\bar{Y}_{ij}$<br>by b: $\\sum_{ij} a_{ij} \\bar{Y}_{ij}$",
    "solve": "with $z = A^{-\\top}\\bar{y}$: by A: $-z\\,y^\\top$<br>by b: $z$",
    "adjugate":
      "along E: $\\det(A)\\left(\\operatorname{tr}(A^{-1}E)\\,A^{-1} - A^{-1}E\\,A^{-1}\\right)$; by singular values, so that A may be singular",
    "cholesky":
      "$L^{-\\top}\\,\\Phi(L^\\top \\bar{L})\\,L^{-1}$, made symmetric; Φ takes the lower triangle and half of the diagonal",
    "expm":
      "the upper right block of $\\exp\\begin{pmatrix} A^\\top & \\bar{y} \\\\ 0 & A^\\top \\end{pmatrix}$",
    "lstsq":
      "with $z = A^{+\\top}\\bar{y}$ and the residual $r = b - A\\,y$: by A: $r\\,(A^{+}z)^\\top - z\\,y^\\top$<br>by b: $z$",
    "pinv":
      "along E: $-A^{+}E\\,A^{+} + A^{+}A^{+\\top}E^\\top(I - A A^{+}) + (I - A^{+}A)E^\\top A^{+\\top}A^{+}$",
    "cond":
      "$\\frac{1}{s_n}\\left(u_1 v_1^\\top - \\kappa\\,u_n v_n^\\top\\right)$ with the singular vectors of the largest and the smallest value",
    "softmax": "$y \\odot (\\bar{y} - \\langle \\bar{y}, y \\rangle)$",
    "log_softmax": "$\\bar{y} - \\operatorname{softmax}(x) \\sum_k \\bar{y}_k$",
    "conv1d":
      "by x: $\\bar{y}$ convolved with the reversed w<br>by w: x correlated with $\\bar{y}$",
    "conv2d":
      "by x: $\\bar{y}$ convolved with the reversed w<br>by w: x correlated with $\\bar{y}$",
    "max_pool": "$\\bar{y}$ at the greatest element of each window",
    "avg_pool": "$\\bar{y}$ spread evenly over each window",
    "layer_norm":
      "$\\frac{1}{s}\\left(\\bar{y} - \\operatorname{mean}(\\bar{y}) - y\\operatorname{mean}(\\bar{y} \\odot y)\\right)$ with $s = \\sqrt{\\operatorname{mean}((x - \\operatorname{mean}(x))^2) + \\text{eps}}$",
    "batch_norm": "as for layer_norm, with means over the batch",
    "mse":
      "by prediction: $\\frac{2}{n}(\\mathit{prediction} - \\mathit{target})$<br>by target: the negative",
    "cross_entropy":
      "by logits: $\\frac{1}{n}(p - t)$ with $p = \\operatorname{softmax}(\\mathit{logits})$, $t$ the target as rows of probabilities and $n$ rows<br>by rows of probabilities: $-\\frac{1}{n}\\ln p$",
  ]
}
