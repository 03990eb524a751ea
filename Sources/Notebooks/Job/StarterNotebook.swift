/// The notebook that `nbrun new` writes.
public enum StarterNotebook {
  public static let text = #"""
    ---
    title: A first notebook
    ---

    This is prose, in Markdown. Math stands between dollars: $f(x) = \sin(x^2)$.
    What stands in a cell like the next one is run.

    ```{gradus}
    f(x) = sin(x^2)
    f'
    ```

    A value may stand in a sentence: at $x = 1$ the slope is `{gradus} "{f'(1):.3f}"`.

    ```{gradus}
    #| label: fig-sine
    #| fig-cap: The function and its derivative
    plot((f, f'), 0:3)
    ```

    @fig-sine shows both.

    """#
}
