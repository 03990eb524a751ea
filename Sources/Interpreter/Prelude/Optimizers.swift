// An optimizer is a record. `start(p)` gives the state that belongs to a parameter p, a number or
// tensor; `update(p, g, s, t)` gives the new parameter and state for the gradient g at step t, counted
// from 1. Definitions and defaults are PyTorch's.
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
      # gradient descent: p ← p - lr*g
      start(p) = ()
      update(p, g, s, t) = (p - rate(lr, t)*g, s)
      return {name: "gd", equations: "p ← p - lr*g", start: start, update: update}
    end
    """,
    """
    function sgd(lr=0.01, momentum=0, nesterov=false)
      # b ← momentum*b + g (b = g at the first step), p ← p - lr*b; with Nesterov p ← p - lr*(g + momentum*b)
      start(p) = 0*p
      function update(p, g, b, t)
        b = if t == 1 then g else momentum*b + g
        d = if nesterov then g + momentum*b else b
        return (p - rate(lr, t)*d, b)
      end
      return {name: "sgd", equations: "b ← momentum*b + g, p ← p - lr*b", start: start, update: update}
    end
    """,
    """
    function rmsprop(lr=0.01, decay=0.99, eps=1e-8, centered=false, momentum=0)
      # v ← decay*v + (1 - decay)*g², p ← p - lr*g/(√v + eps)
      start(p) = {v: 0*p, a: 0*p, b: 0*p}
      function update(p, g, s, t)
        v = decay*s.v + (1 - decay)*(g .* g)
        a = decay*s.a + (1 - decay)*g
        w = if centered then v - a .* a else v
        d = g ./ (sqrt(w) .+ eps)
        b = if momentum > 0 then momentum*s.b + d else d
        return (p - rate(lr, t)*b, {v: v, a: a, b: b})
      end
      return {name: "rmsprop", equations: "v ← decay*v + (1 - decay)*g², p ← p - lr*g/(√v + eps)", start: start, update: update}
    end
    """,
    """
    function adagrad(lr=0.01, eps=1e-10)
      # v ← v + g², p ← p - lr*g/(√v + eps)
      start(p) = 0*p
      function update(p, g, v, t)
        v = v + g .* g
        return (p - rate(lr, t)*(g ./ (sqrt(v) .+ eps)), v)
      end
      return {name: "adagrad", equations: "v ← v + g², p ← p - lr*g/(√v + eps)", start: start, update: update}
    end
    """,
    """
    function adadelta(lr=1, rho=0.9, eps=1e-6)
      # v ← rho*v + (1 - rho)*g², d = √((u + eps)/(v + eps))*g, u ← rho*u + (1 - rho)*d², p ← p - lr*d
      start(p) = {v: 0*p, u: 0*p}
      function update(p, g, s, t)
        v = rho*s.v + (1 - rho)*(g .* g)
        d = sqrt(s.u .+ eps) ./ sqrt(v .+ eps) .* g
        u = rho*s.u + (1 - rho)*(d .* d)
        return (p - rate(lr, t)*d, {v: v, u: u})
      end
      return {name: "adadelta", equations: "d = √((u + eps)/(v + eps))*g, p ← p - lr*d", start: start, update: update}
    end
    """,
    """
    function adam(lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8)
      # m ← beta1*m + (1 - beta1)*g, v ← beta2*v + (1 - beta2)*g²,
      # p ← p - lr*(m/(1 - beta1^t)) / (√(v/(1 - beta2^t)) + eps)
      start(p) = {m: 0*p, v: 0*p}
      function update(p, g, s, t)
        m = beta1*s.m + (1 - beta1)*g
        v = beta2*s.v + (1 - beta2)*(g .* g)
        d = (m/(1 - beta1^t)) ./ (sqrt(v/(1 - beta2^t)) .+ eps)
        return (p - rate(lr, t)*d, {m: m, v: v})
      end
      return {name: "adam", equations: "m ← beta1*m + (1 - beta1)*g, v ← beta2*v + (1 - beta2)*g², p ← p - lr*(m/(1 - beta1^t))/(√(v/(1 - beta2^t)) + eps)", start: start, update: update}
    end
    """,
    """
    function adamw(lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01)
      # p ← p - lr*decay*p, then a step of adam
      base = adam(lr, beta1, beta2, eps)
      update(p, g, s, t) = base.update(p - rate(lr, t)*decay*p, g, s, t)
      return {name: "adamw", equations: "p ← p - lr*decay*p, then a step of adam", start: base.start, update: update}
    end
    """,
    """
    function amsgrad(lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8)
      # adam with the largest v so far
      start(p) = {m: 0*p, v: 0*p, w: 0*p}
      function update(p, g, s, t)
        m = beta1*s.m + (1 - beta1)*g
        v = beta2*s.v + (1 - beta2)*(g .* g)
        w = max(s.w, v)
        d = (m/(1 - beta1^t)) ./ (sqrt(w)/sqrt(1 - beta2^t) .+ eps)
        return (p - rate(lr, t)*d, {m: m, v: v, w: w})
      end
      return {name: "amsgrad", equations: "adam with w ← max(w, v) in place of v", start: start, update: update}
    end
    """,
    """
    function nadam(lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8, momentum_decay=0.004)
      # adam with Nesterov's look ahead: μ(t) = beta1*(1 - 0.5*0.96^(t*momentum_decay))
      start(p) = {m: 0*p, v: 0*p, c: 1}
      mu(t) = beta1*(1 - 0.5*0.96^(t*momentum_decay))
      function update(p, g, s, t)
        c = s.c*mu(t)
        m = beta1*s.m + (1 - beta1)*g
        v = beta2*s.v + (1 - beta2)*(g .* g)
        q = sqrt(v/(1 - beta2^t)) .+ eps
        d = ((1 - mu(t))/(1 - c))*(g ./ q) + (mu(t + 1)/(1 - c*mu(t + 1)))*(m ./ q)
        return (p - rate(lr, t)*d, {m: m, v: v, c: c})
      end
      return {name: "nadam", equations: "adam with Nesterov's look ahead", start: start, update: update}
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
  ]
}
