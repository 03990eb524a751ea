// One small function for each instruction; each ends by jumping to that of the next one.

#include "frames.h"
#include "CKernels.h"

#define ARGUMENTS const Instruction *ip, vm_value *r, const vm_value *k, vm_core *m
#define TAIL __attribute__((musttail)) return
#if __has_attribute(preserve_none)
#define CONVENTION __attribute__((preserve_none))
#else
#define CONVENTION
#endif
// Not inlined into each other: a pair falls back to its first half.
#define HANDLER(name) static __attribute__((noinline)) CONVENTION void name(ARGUMENTS)
#define NEXT(words)                                                                                \
  do {                                                                                             \
    ip += (words);                                                                                 \
    TAIL handlers[ip->number](ip, r, k, m);                                                        \
  } while (0)
#define GO(target)                                                                                 \
  do {                                                                                             \
    ip = m->frame->code->instructions + (target);                                                  \
    TAIL handlers[ip->number](ip, r, k, m);                                                        \
  } while (0)
/// The instruction is for Swift.
#define GIVE_BACK TAIL give_back(ip, r, k, m)

typedef CONVENTION void (*handler)(ARGUMENTS);
static const handler handlers[];

static inline size_t wide(const Instruction *ip) { return ip->b | (size_t)ip->c << 16; }

HANDLER(give_back) { m->frame->ip = (Instruction *)ip; }

/// Makes r[a], which is to receive a number, hold one, and tries again.
HANDLER(overwrite) {
  vm_value *to = r + ip->a;
  clear(m, to);
  to->number = 0;
  to->tag = NUMBER;
  TAIL handlers[ip->number](ip, r, k, m);
}

/// Writes a number into a register that nearly always holds one already.
#define PUT(place, value)                                                                          \
  do {                                                                                             \
    double put_ = (value);                                                                         \
    if ((place)->tag != NUMBER) TAIL overwrite(ip, r, k, m);                                       \
    (place)->number = put_;                                                                        \
  } while (0)

#define PUT_BOOL(place, value)                                                                     \
  do {                                                                                             \
    bool put_ = (value);                                                                           \
    if (is_counted(place)) TAIL overwrite(ip, r, k, m);                                            \
    (place)->bits = put_;                                                                          \
    (place)->tag = BOOL;                                                                           \
  } while (0)

// MARK: Moving values

HANDLER(constant) {
  const vm_value *from = k + wide(ip);
  if (from->tag != NUMBER) GIVE_BACK;
  PUT(r + ip->a, from->number);
  NEXT(1);
}

HANDLER(move) {
  const vm_value *from = r + ip->b;
  if (from->tag != NUMBER) GIVE_BACK;
  PUT(r + ip->a, from->number);
  NEXT(1);
}

HANDLER(get_global) {
  const vm_value *from = (vm_value *)m->globals + wide(ip);
  if (from->tag != NUMBER || m->watches) GIVE_BACK;
  PUT(r + ip->a, from->number);
  NEXT(1);
}

/// A number replaces a number.
static inline void set(vm_core *m, size_t slot, double number) {
  ((vm_value *)m->globals + slot)->number = number;
  m->stamps[slot] = ++m->epoch;
}

HANDLER(set_global) {
  const vm_value *to = (vm_value *)m->globals + wide(ip);
  const vm_value *from = r + ip->a;
  if (from->tag != NUMBER || to->tag != NUMBER) GIVE_BACK;
  set(m, wide(ip), from->number);
  NEXT(1);
}

HANDLER(check_local) {
  if (is_undefined(r + ip->a)) GIVE_BACK;
  NEXT(1);
}

// MARK: Arithmetic

/// Constants of these instructions are numbers: the compiler sees to that.
#define ARITHMETIC(name, op)                                                                       \
  HANDLER(name) {                                                                                  \
    const vm_value *x = r + ip->b, *y = r + ip->c;                                                 \
    if (x->tag != NUMBER || y->tag != NUMBER) GIVE_BACK;                                           \
    PUT(r + ip->a, x->number op y->number);                                                        \
    NEXT(1);                                                                                       \
  }                                                                                                \
  HANDLER(name##_constant) {                                                                       \
    const vm_value *x = r + ip->b;                                                                 \
    if (x->tag != NUMBER) GIVE_BACK;                                                               \
    PUT(r + ip->a, x->number op k[ip->c].number);                                                  \
    NEXT(1);                                                                                       \
  }                                                                                                \
  HANDLER(constant_##name) {                                                                       \
    const vm_value *y = r + ip->c;                                                                 \
    if (y->tag != NUMBER) GIVE_BACK;                                                               \
    PUT(r + ip->a, k[ip->b].number op y->number);                                                  \
    NEXT(1);                                                                                       \
  }

ARITHMETIC(add, +)
ARITHMETIC(subtract, -)
ARITHMETIC(multiply, *)
ARITHMETIC(divide, /)

HANDLER(power) {
  const vm_value *x = r + ip->b, *y = r + ip->c;
  if (x->tag != NUMBER || y->tag != NUMBER || y->number != 2) GIVE_BACK;
  PUT(r + ip->a, x->number * x->number);
  NEXT(1);
}

HANDLER(power_constant) {
  const vm_value *x = r + ip->b;
  if (x->tag != NUMBER || k[ip->c].number != 2) GIVE_BACK;
  PUT(r + ip->a, x->number * x->number);
  NEXT(1);
}

HANDLER(negate) {
  const vm_value *x = r + ip->b;
  if (x->tag != NUMBER) GIVE_BACK;
  PUT(r + ip->a, -x->number);
  NEXT(1);
}

// MARK: Comparisons

#define COMPARISON(name, op)                                                                       \
  HANDLER(name) {                                                                                  \
    const vm_value *x = r + ip->b, *y = r + ip->c;                                                 \
    if (x->tag != NUMBER || y->tag != NUMBER) GIVE_BACK;                                           \
    PUT_BOOL(r + ip->a, x->number op y->number);                                                \
    NEXT(1);                                                                                       \
  }                                                                                                \
  HANDLER(jump_unless_##name) {                                                                    \
    const vm_value *x = r + ip->a, *y = (ip->c == 0 ? r : k) + ip->b;                              \
    if (x->tag != NUMBER || y->tag != NUMBER) GIVE_BACK;                                           \
    if (!(x->number op y->number)) GO(wide(ip + 1));                                               \
    NEXT(2);                                                                                       \
  }

COMPARISON(equal, ==)
COMPARISON(less, <)
COMPARISON(less_equal, <=)
COMPARISON(greater, >)
COMPARISON(greater_equal, >=)

HANDLER(not_equal) {
  const vm_value *x = r + ip->b, *y = r + ip->c;
  if (x->tag != NUMBER || y->tag != NUMBER) GIVE_BACK;
  PUT_BOOL(r + ip->a, x->number != y->number);
  NEXT(1);
}

HANDLER(not) {
  const vm_value *x = r + ip->b;
  if (x->tag != BOOL) GIVE_BACK;
  PUT_BOOL(r + ip->a, !(x->bits & 1));
  NEXT(1);
}

// MARK: Control flow

HANDLER(jump) { GO(wide(ip)); }

HANDLER(loop) {
  if (--m->fuel < 0) GIVE_BACK;
  GO(wide(ip));
}

HANDLER(jump_if_false) {
  const vm_value *condition = r + ip->a;
  if (condition->tag != BOOL) GIVE_BACK;
  if (!(condition->bits & 1)) GO(wide(ip));
  NEXT(1);
}

HANDLER(jump_if_true) {
  const vm_value *condition = r + ip->a;
  if (condition->tag != BOOL) GIVE_BACK;
  if (condition->bits & 1) GO(wide(ip));
  NEXT(1);
}

HANDLER(and_test) {
  const vm_value *left = r + ip->a;
  if (left->tag != BOOL) GIVE_BACK;
  if (!(left->bits & 1)) GO(wide(ip));
  NEXT(1);
}

HANDLER(or_test) {
  const vm_value *left = r + ip->a;
  if (left->tag != BOOL) GIVE_BACK;
  if (left->bits & 1) GO(wide(ip));
  NEXT(1);
}

/// Of two bools, after the test has left the decision to the right one.
HANDLER(combine) {
  const vm_value *left = r + ip->b, *right = r + ip->c;
  if (left->tag != BOOL || right->tag != BOOL) GIVE_BACK;
  PUT_BOOL(r + ip->a, right->bits & 1);
  NEXT(1);
}

HANDLER(jump_if_defined) {
  if (!is_undefined(r + ip->a)) GO(wide(ip));
  NEXT(1);
}

/// What the position of an iteration over a range stands for.
static inline double element(const vm_value *iteration) {
  return iteration[2].number + iteration->number * iteration[3].number;
}

HANDLER(next) {
  vm_value *iteration = r + ip->b;
  if (iteration->tag != NUMBER) GIVE_BACK;
  if (!(iteration->number < iteration[1].number)) NEXT(1);
  PUT(r + ip->a, element(iteration));
  iteration->number += 1;
  NEXT(2);
}

HANDLER(loop_next) {
  vm_value *iteration = r + ip->b;
  if (--m->fuel < 0 || iteration->tag != NUMBER) GIVE_BACK;
  if (!(iteration->number < iteration[1].number)) NEXT(2);
  PUT(r + ip->a, element(iteration));
  iteration->number += 1;
  if (ip->c == 0) GO(wide(ip + 1));
  ip -= ip->c;
  NEXT(0);
}

// MARK: Calls

HANDLER(call_unary) {
  int op = function_in((vm_value *)m->globals + wide(ip + 1))->unary;
  PUT(r + ip->a, ck_unary_scalar(op, r[ip->b + 1].number));
  NEXT(2);
}

/// The registers behind the `c` arguments from r[b + 1] up, as far as they are the caller's.
static inline vm_value *behind_arguments(const Instruction *ip, vm_value *r) {
  return r + ip->b + 1 + ip->c;
}

/// Lets go of what the caller has left there, and tries again.
HANDLER(clear_behind_arguments) {
  clear_counted(m, behind_arguments(ip, r), (vm_value *)m->stack + m->top);
  TAIL handlers[ip->number](ip, r, k, m);
}

HANDLER(make_more_room) {
  if (m->frame >= m->last_frame || !make_room(m, m->wanted)) GIVE_BACK;
  TAIL handlers[ip->number](ip, r, k, m);
}

#define ENTER(code_, function_)                                                                    \
  do {                                                                                             \
    int64_t base = m->frame->base + ip->b + 1;                                                     \
    if (!has_room(m, code_, base)) {                                                               \
      m->wanted = base + code_->registers;                                                         \
      TAIL make_more_room(ip, r, k, m);                                                            \
    }                                                                                              \
    bool counted = m->frame->counted;                                                              \
    if (counted) {                                                                                 \
      vm_value *behind = behind_arguments(ip, r);                                                  \
      if (has_counted(behind, (vm_value *)m->stack + m->top))                                      \
        TAIL clear_behind_arguments(ip, r, k, m);                                                  \
      counted = has_counted(r + ip->b + 1, behind);                                                \
    }                                                                                              \
    if (--m->fuel < 0) GIVE_BACK;                                                                  \
    m->frame->ip = (Instruction *)ip + 2;                                                          \
    push(m, code_, function_, base, m->frame->base + ip->a, counted);                              \
    r += ip->b + 1;                                                                                \
    ip = code_->instructions;                                                                      \
    TAIL handlers[ip->number](ip, r, code_->constants, m);                                         \
  } while (0)

static inline bool can_enter(const vm_core *m, const vm_code *code, int arguments) {
  return code != NULL && code->parameters == arguments && (code->checks || !m->checks);
}

HANDLER(call) {
  const vm_value *callee = r + ip->b;
  const vm_function *function = function_in(callee);
  if (wide(ip + 1) != 0 || !function || !can_enter(m, function->code, ip->c)) GIVE_BACK;
  ENTER(function->code, callee->object);
}

HANDLER(call_global) {
  const vm_value *callee = (vm_value *)m->globals + wide(ip + 1);
  const vm_function *function = function_in(callee);
  if (!function || m->watches) GIVE_BACK;
  if (can_enter(m, function->code, ip->c)) ENTER(function->code, callee->object);
  if (function->unary < 0 || m->checks || ip->c != 1 || r[ip->b + 1].tag != NUMBER) GIVE_BACK;
  TAIL call_unary(ip, r, k, m);
}

/// Lets go of everything in the frame but the result, and of what is in the result's place; then tries again.
HANDLER(clear_before_return) {
  vm_value *result = r + ip->a;
  clear_counted(m, r, result);
  clear_counted(m, result + 1, r + m->frame->code->registers);
  clear(m, (vm_value *)m->stack + m->frame->result);
  TAIL handlers[ip->number](ip, r, k, m);
}

/// Moves the result to its place.
HANDLER(return_counted) {
  vm_value *from = r + ip->a;
  vm_value result = *from;
  *from = undefined;
  *((vm_value *)m->stack + m->frame->result) = result;
  pop(m);
  const vm_frame *frame = m->frame;
  m->frame->counted = true;
  ip = frame->ip;
  TAIL handlers[ip->number](ip, registers_of(m, frame), frame->code->constants, m);
}

HANDLER(return_value) {
  vm_value *from = r + ip->a;
  const vm_frame *frame = m->frame;
  if (frame == m->entry || is_undefined(from)) GIVE_BACK;
  vm_value *to = (vm_value *)m->stack + frame->result;
  if (is_counted(to)) TAIL clear_before_return(ip, r, k, m);
  if (frame->counted) {
    if (has_counted(r, from) || has_counted(from + 1, r + frame->code->registers))
      TAIL clear_before_return(ip, r, k, m);
    if (is_counted(from)) TAIL return_counted(ip, r, k, m);
  }
  to->number = from->number;
  to->tag = from->tag;
  pop(m);
  frame = m->frame;
  ip = frame->ip;
  TAIL handlers[ip->number](ip, registers_of(m, frame), frame->code->constants, m);
}

#include "pairs.h"

// MARK: Running

static const handler handlers[HANDLER_COUNT] = {
    [0 ... OpcodeExtra] = give_back,
    [OpcodeConstant] = constant,
    [OpcodeMove] = move,
    [OpcodeGetGlobal] = get_global,
    [OpcodeSetGlobal] = set_global,
    [OpcodeCheckLocal] = check_local,
    [OpcodeAdd] = add,
    [OpcodeSubtract] = subtract,
    [OpcodeMultiply] = multiply,
    [OpcodeDivide] = divide,
    [OpcodePower] = power,
    [OpcodeAddConstant] = add_constant,
    [OpcodeSubtractConstant] = subtract_constant,
    [OpcodeMultiplyConstant] = multiply_constant,
    [OpcodeDivideConstant] = divide_constant,
    [OpcodePowerConstant] = power_constant,
    [OpcodeConstantAdd] = constant_add,
    [OpcodeConstantSubtract] = constant_subtract,
    [OpcodeConstantMultiply] = constant_multiply,
    [OpcodeConstantDivide] = constant_divide,
    [OpcodeNegate] = negate,
    [OpcodeEqual] = equal,
    [OpcodeNotEqual] = not_equal,
    [OpcodeLess] = less,
    [OpcodeLessEqual] = less_equal,
    [OpcodeGreater] = greater,
    [OpcodeGreaterEqual] = greater_equal,
    [OpcodeJump] = jump,
    [OpcodeLoop] = loop,
    [OpcodeJumpIfFalse] = jump_if_false,
    [OpcodeJumpUnlessLess] = jump_unless_less,
    [OpcodeJumpUnlessLessEqual] = jump_unless_less_equal,
    [OpcodeJumpUnlessGreater] = jump_unless_greater,
    [OpcodeJumpUnlessGreaterEqual] = jump_unless_greater_equal,
    [OpcodeJumpUnlessEqual] = jump_unless_equal,
    [OpcodeJumpIfTrue] = jump_if_true,
    [OpcodeJumpIfDefined] = jump_if_defined,
    [OpcodeAndTest] = and_test,
    [OpcodeOrTest] = or_test,
    [OpcodeAndCombine] = combine,
    [OpcodeOrCombine] = combine,
    [OpcodeNot] = not,
    [OpcodeNext] = next,
    [OpcodeLoopNext] = loop_next,
    [OpcodeCall] = call,
    [OpcodeCallGlobal] = call_global,
    [OpcodeReturnValue] = return_value,
    ALL_PAIRS
};

void vm_run(vm_core *m) {
  const vm_frame *frame = m->frame;
  const Instruction *ip = frame->ip;
  handlers[ip->number](ip, registers_of(m, frame), frame->code->constants, m);
}

bool vm_enter(
    vm_core *m, const vm_code *code, const void *function, int64_t base, int64_t result) {
  if (m->frame >= m->last_frame) return false;
  int64_t end = base + code->registers;
  if (end > m->initialized && !make_room(m, end)) return false;
  push(m, code, function, base, result, true);
  return true;
}

void vm_leave(vm_core *m) {
  vm_value *registers = registers_of(m, m->frame);
  clear_counted(m, registers, registers + m->frame->code->registers);
  pop(m);
}
