// An optimizer is a record. `start(p)` gives the state that belongs to a parameter p, a number or
// tensor; `update(p, g, s, t)` gives the new parameter and state for the gradient g at step t, counted
// from 1. `equations` says the same as text: each is a line of Gradus over p, g, t, the parameters and the
// state, and `explain minimize …` evaluates them. Definitions and defaults are PyTorch's.
extension Prelude {
  static let optimizers: [String] = [
    """
    function rate(lr, t)
      # a learning rate is a number, or a schedule: a function of the step
      return if typeof(lr) == "function" then lr(t) else lr
    end
    """,
    """
    function gd(lr=0.01)
      # gradient descent
      start(p) = {}
      update(p, g, s, t) = (p - rate(lr, t)*g, s)
      return {name: "gd", parameters: {lr: lr}, equations: ("p ← p - lr*g",), start: start, update: update}
    end
    """,
    """
    function sgd(lr=0.01, momentum=0, nesterov=false)
      # gradient descent with momentum; Nesterov's form looks one step ahead
      start(p) = {b: 0*p}
      function update(p, g, s, t)
        b = if t == 1 then g else momentum*s.b + g
        d = if nesterov then g + momentum*b else b
        return (p - rate(lr, t)*d, {b: b})
      end
      step = if nesterov then "p ← p - lr*(g + momentum*b)" else "p ← p - lr*b"
      equations = ("b ← if t == 1 then g else momentum*b + g", step)
      return {name: "sgd", parameters: {lr: lr, momentum: momentum}, equations: equations, start: start, update: update}
    end
    """,
    """
    function rmsprop(lr=0.01, decay=0.99, eps=1e-8, centered=false, momentum=0)
      # the step is divided by the root of a running mean of g²
      start(p) = {v: 0*p, a: 0*p, b: 0*p}
      function update(p, g, s, t)
        v = decay*s.v + (1 - decay)*(g .* g)
        a = decay*s.a + (1 - decay)*g
        w = if centered then v - a .* a else v
        b = momentum*s.b + g ./ (sqrt(w) .+ eps)
        return (p - rate(lr, t)*b, {v: v, a: a, b: b})
      end
      v = "v ← decay*v + (1 - decay)*(g .* g)"
      b = "b ← momentum*b + g ./ (sqrt(v) .+ eps)"
      p = "p ← p - lr*b"
      equations = (v, b, p)
      if centered
        equations = (v, "a ← decay*a + (1 - decay)*g", "b ← momentum*b + g ./ (sqrt(v - a .* a) .+ eps)", p)
      end
      parameters = {lr: lr, decay: decay, eps: eps, momentum: momentum}
      return {name: "rmsprop", parameters: parameters, equations: equations, start: start, update: update}
    end
    """,
    """
    function adagrad(lr=0.01, eps=1e-10)
      # the step is divided by the root of the sum of all g² so far
      start(p) = {v: 0*p}
      function update(p, g, s, t)
        v = s.v + g .* g
        return (p - rate(lr, t)*(g ./ (sqrt(v) .+ eps)), {v: v})
      end
      equations = ("v ← v + g .* g", "p ← p - lr*(g ./ (sqrt(v) .+ eps))")
      return {name: "adagrad", parameters: {lr: lr, eps: eps}, equations: equations, start: start, update: update}
    end
    """,
    """
    function adadelta(lr=1, rho=0.9, eps=1e-6)
      # the step has the size of earlier steps, whatever the size of g
      start(p) = {v: 0*p, u: 0*p}
      function update(p, g, s, t)
        v = rho*s.v + (1 - rho)*(g .* g)
        d = sqrt(s.u .+ eps) ./ sqrt(v .+ eps) .* g
        u = rho*s.u + (1 - rho)*(d .* d)
        return (p - rate(lr, t)*d, {v: v, u: u})
      end
      equations = ("v ← rho*v + (1 - rho)*(g .* g)", "d ← sqrt(u .+ eps) ./ sqrt(v .+ eps) .* g", "u ← rho*u + (1 - rho)*(d .* d)", "p ← p - lr*d")
      return {name: "adadelta", parameters: {lr: lr, rho: rho, eps: eps}, equations: equations, start: start, update: update}
    end
    """,
    """
    function adam(lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8)
      # running means m of g and v of g², both freed of their bias towards 0
      start(p) = {m: 0*p, v: 0*p}
      function update(p, g, s, t)
        m = beta1*s.m + (1 - beta1)*g
        v = beta2*s.v + (1 - beta2)*(g .* g)
        m̂ = m/(1 - beta1^t)
        v̂ = v/(1 - beta2^t)
        return (p - rate(lr, t)*(m̂ ./ (sqrt(v̂) .+ eps)), {m: m, v: v})
      end
      equations = ("m ← beta1*m + (1 - beta1)*g", "v ← beta2*v + (1 - beta2)*(g .* g)", "m̂ ← m/(1 - beta1^t)", "v̂ ← v/(1 - beta2^t)", "p ← p - lr*(m̂ ./ (sqrt(v̂) .+ eps))")
      parameters = {lr: lr, beta1: beta1, beta2: beta2, eps: eps}
      return {name: "adam", parameters: parameters, equations: equations, start: start, update: update}
    end
    """,
    """
    function adamw(lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01)
      # the parameter shrinks a little, then a step of adam
      start(p) = {m: 0*p, v: 0*p}
      function update(p, g, s, t)
        p = p - rate(lr, t)*decay*p
        m = beta1*s.m + (1 - beta1)*g
        v = beta2*s.v + (1 - beta2)*(g .* g)
        m̂ = m/(1 - beta1^t)
        v̂ = v/(1 - beta2^t)
        return (p - rate(lr, t)*(m̂ ./ (sqrt(v̂) .+ eps)), {m: m, v: v})
      end
      equations = ("p ← p - lr*decay*p", "m ← beta1*m + (1 - beta1)*g", "v ← beta2*v + (1 - beta2)*(g .* g)", "m̂ ← m/(1 - beta1^t)", "v̂ ← v/(1 - beta2^t)", "p ← p - lr*(m̂ ./ (sqrt(v̂) .+ eps))")
      parameters = {lr: lr, beta1: beta1, beta2: beta2, eps: eps, decay: decay}
      return {name: "adamw", parameters: parameters, equations: equations, start: start, update: update}
    end
    """,
    """
    function amsgrad(lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8)
      # adam with the largest v so far, so that steps never grow again
      start(p) = {m: 0*p, v: 0*p, w: 0*p}
      function update(p, g, s, t)
        m = beta1*s.m + (1 - beta1)*g
        v = beta2*s.v + (1 - beta2)*(g .* g)
        w = max(s.w, v)
        m̂ = m/(1 - beta1^t)
        ŵ = w/(1 - beta2^t)
        return (p - rate(lr, t)*(m̂ ./ (sqrt(ŵ) .+ eps)), {m: m, v: v, w: w})
      end
      equations = ("m ← beta1*m + (1 - beta1)*g", "v ← beta2*v + (1 - beta2)*(g .* g)", "w ← max(w, v)", "m̂ ← m/(1 - beta1^t)", "ŵ ← w/(1 - beta2^t)", "p ← p - lr*(m̂ ./ (sqrt(ŵ) .+ eps))")
      parameters = {lr: lr, beta1: beta1, beta2: beta2, eps: eps}
      return {name: "amsgrad", parameters: parameters, equations: equations, start: start, update: update}
    end
    """,
    """
    function nadam(lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8, momentum_decay=0.004)
      # adam with Nesterov's look ahead: μ is the momentum of this step, η that of the next one
      start(p) = {m: 0*p, v: 0*p, c: 1}
      function update(p, g, s, t)
        μ = beta1*(1 - 0.5*0.96^(t*momentum_decay))
        η = beta1*(1 - 0.5*0.96^((t + 1)*momentum_decay))
        c = s.c*μ
        m = beta1*s.m + (1 - beta1)*g
        v = beta2*s.v + (1 - beta2)*(g .* g)
        m̂ = η/(1 - c*η)*m + (1 - μ)/(1 - c)*g
        v̂ = v/(1 - beta2^t)
        return (p - rate(lr, t)*(m̂ ./ (sqrt(v̂) .+ eps)), {m: m, v: v, c: c})
      end
      equations = ("μ ← beta1*(1 - 0.5*0.96^(t*momentum_decay))", "η ← beta1*(1 - 0.5*0.96^((t + 1)*momentum_decay))", "c ← c*μ", "m ← beta1*m + (1 - beta1)*g", "v ← beta2*v + (1 - beta2)*(g .* g)", "m̂ ← η/(1 - c*η)*m + (1 - μ)/(1 - c)*g", "v̂ ← v/(1 - beta2^t)", "p ← p - lr*(m̂ ./ (sqrt(v̂) .+ eps))")
      parameters = {lr: lr, beta1: beta1, beta2: beta2, eps: eps, momentum_decay: momentum_decay}
      return {name: "nadam", parameters: parameters, equations: equations, start: start, update: update}
    end
    """,
    """
    function lbfgs(lr=1, history=100)
      # a quasi-Newton step: the inverse Hessian as the last steps s and changes y of g imply it;
      # all parameters together are one vector here
      start(p) = {s: (), y: (), g: p, d: p}
      latest(items) = if length(items) <= history then items else items[2:end]
      function update(p, g, state, t)
        if max(abs(g)) <= 1e-7
          return (p, state)
        end
        s = state.s; y = state.y
        scale = 1
        if t > 1
          change = g - state.g
          curvature = dot(change, state.d)
          if curvature > 1e-10
            s = latest(append(s, state.d))
            y = latest(append(y, change))
            scale = curvature/dot(change, change)
          elseif length(s) > 0
            scale = dot(s[end], y[end])/dot(y[end], y[end])
          end
        end
        q = -g
        α = zeros(length(s))
        for i in length(s):-1:1
          α[i] = dot(s[i], q)/dot(y[i], s[i])
          q = q - α[i]*y[i]
        end
        q = scale*q
        for i in 1:length(s)
          q = q + (α[i] - dot(y[i], q)/dot(y[i], s[i]))*s[i]
        end
        if dot(g, q) > -1e-9
          return (p, state)
        end
        first = min(1, 1/sum(abs(g)))
        d = (if t == 1 then first*rate(lr, t) else rate(lr, t))*q
        return (p + d, {s: s, y: y, g: g, d: d})
      end
      equations = ("q ← -H*g with the inverse Hessian H of the last steps", "p ← p + lr*q")
      return {name: "lbfgs", parameters: {lr: lr, history: history}, equations: equations, start: start, update: update, together: true}
    end
    """,
    """
    function clip_norm(optimizer, limit)
      # all gradients together are scaled down to a norm of at most `limit`, then a step of the optimizer
      clip(g) = min(1, limit/(norm(g) + 1e-6))*g
      return {name: "clip_norm", parameters: {limit: limit}, equations: ("g ← min(1, limit/(norm(g) + 1e-6))*g",), clip: clip, optimizer: optimizer}
    end
    """,
    """
    function clip_value(optimizer, limit)
      # each element of the gradients is cut to [-limit, limit], then a step of the optimizer
      clip(g) = clamp(g, -limit, limit)
      return {name: "clip_value", parameters: {limit: limit}, equations: ("g ← clamp(g, -limit, limit)",), clip: clip, optimizer: optimizer}
    end
    """,
  ]

  static let schedules: [String] = [
    """
    function constant(lr)
      return t -> lr
    end
    """,
    """
    function step_decay(lr, every=100, factor=0.5)
      return t -> lr*factor^floor((t - 1)/every)
    end
    """,
    """
    function exponential(lr, factor=0.99)
      return t -> lr*factor^(t - 1)
    end
    """,
    """
    function cosine(lr, steps, least=0)
      return t -> least + (lr - least)*(1 + cos(π*min(t - 1, steps)/steps))/2
    end
    """,
    """
    function warmup(lr, steps=100)
      return t -> lr*min(1, t/steps)
    end
    """,
    """
    function onecycle(lr, steps, rise=0.3, start_factor=25, end_factor=1e4)
      # from lr/start_factor up to lr in the first part, then down to almost nothing, both along a cosine
      low = lr/start_factor
      last = low/end_factor
      top = rise*steps - 1
      between(a, b, part) = b + (a - b)*(1 + cos(π*part))/2
      return t -> if t - 1 <= top then between(low, lr, (t - 1)/top) else between(lr, last, (min(t, steps) - 1 - top)/(steps - 1 - top))
    end
    """,
  ]
}
