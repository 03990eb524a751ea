// Pairs of instructions that run as one: the first makes a number in a temporary for the second alone, so it
// needs no register. Wherever something is not a number, the two run one after the other as ever.
//
// Included by `run.c`, whose handlers and macros it uses.

// MARK: The first instruction: handler, opcode, the number that it makes or none

#define EACH_FIRST(F)                                                                              \
  F(get_global, GetGlobal)                                                                         \
  F(add, Add)                                                                                      \
  F(subtract, Subtract)                                                                            \
  F(multiply, Multiply)                                                                            \
  F(divide, Divide)                                                                                \
  F(add_constant, AddConstant)                                                                     \
  F(subtract_constant, SubtractConstant)                                                           \
  F(multiply_constant, MultiplyConstant)                                                           \
  F(divide_constant, DivideConstant)                                                               \
  F(constant_add, ConstantAdd)                                                                     \
  F(constant_subtract, ConstantSubtract)                                                           \
  F(constant_multiply, ConstantMultiply)                                                           \
  F(constant_divide, ConstantDivide)                                                               \
  F(power_constant, PowerConstant)

#define FIRST(name, condition, result)                                                             \
  static inline bool first_##name(ARGUMENTS, double *t) {                                          \
    const vm_value *b = r + ip->b, *c = r + ip->c;                                                 \
    const vm_value *kb = k + ip->b, *kc = k + ip->c;                                               \
    (void)b, (void)c, (void)kb, (void)kc;                                                          \
    if (!(condition)) return false;                                                                \
    *t = result;                                                                                   \
    return true;                                                                                   \
  }
#define FIRSTS(name, op)                                                                           \
  FIRST(name, b->tag == NUMBER && c->tag == NUMBER, b->number op c->number)                        \
  FIRST(name##_constant, b->tag == NUMBER, b->number op kc->number)                                \
  FIRST(constant_##name, c->tag == NUMBER, kb->number op c->number)
FIRSTS(add, +)
FIRSTS(subtract, -)
FIRSTS(multiply, *)
FIRSTS(divide, /)
FIRST(power_constant, b->tag == NUMBER && kc->number == 2, b->number *b->number)
#define GLOBAL ((vm_value *)m->globals + wide(ip))
FIRST(get_global, GLOBAL->tag == NUMBER && !m->watches, GLOBAL->number)

// MARK: The second: name, opcode, whether the temporary is its operand b or c

#define EACH_SECOND(S, first)                                                                      \
  S(first, left_add, Add, b)                                                                       \
  S(first, right_add, Add, c)                                                                      \
  S(first, left_subtract, Subtract, b)                                                             \
  S(first, right_subtract, Subtract, c)                                                            \
  S(first, left_multiply, Multiply, b)                                                             \
  S(first, right_multiply, Multiply, c)                                                            \
  S(first, left_divide, Divide, b)                                                                 \
  S(first, right_divide, Divide, c)                                                                \
  S(first, add_constant, AddConstant, b)                                                           \
  S(first, subtract_constant, SubtractConstant, b)                                                 \
  S(first, multiply_constant, MultiplyConstant, b)                                                 \
  S(first, divide_constant, DivideConstant, b)                                                     \
  S(first, constant_add, ConstantAdd, c)                                                           \
  S(first, constant_subtract, ConstantSubtract, c)                                                 \
  S(first, constant_multiply, ConstantMultiply, c)                                                 \
  S(first, constant_divide, ConstantDivide, c)

#define SECOND(name, condition, result)                                                            \
  static inline bool second_##name(ARGUMENTS, double t, double *y) {                               \
    if (!(condition)) return false;                                                                \
    *y = result;                                                                                   \
    return true;                                                                                   \
  }
#define SECONDS(name, op)                                                                          \
  SECOND(left_##name, r[ip->c].tag == NUMBER, t op r[ip->c].number)                                \
  SECOND(right_##name, r[ip->b].tag == NUMBER, r[ip->b].number op t)                               \
  SECOND(name##_constant, true, t op k[ip->c].number)                                              \
  SECOND(constant_##name, true, k[ip->b].number op t)
SECONDS(add, +)
SECONDS(subtract, -)
SECONDS(multiply, *)
SECONDS(divide, /)

// A comparison with the temporary on its left, and its jump.
#define EACH_TEST(T, first)                                                                        \
  T(first, less, JumpUnlessLess, <)                                                                \
  T(first, less_equal, JumpUnlessLessEqual, <=)                                                    \
  T(first, greater, JumpUnlessGreater, >)                                                          \
  T(first, greater_equal, JumpUnlessGreaterEqual, >=)                                              \
  T(first, equal, JumpUnlessEqual, ==)

// MARK: Both

#define ARITHMETIC_PAIR(first, second, ...)                                                        \
  HANDLER(first##_##second) {                                                                      \
    double t, y;                                                                                   \
    vm_value *to = r + ip[1].a;                                                                    \
    if (!first_##first(ip, r, k, m, &t) || !second_##second(ip + 1, r, k, m, t, &y) ||             \
        to->tag != NUMBER)                                                                         \
      TAIL first(ip, r, k, m);                                                                     \
    to->number = y;                                                                                \
    NEXT(2);                                                                                       \
  }

#define TEST_PAIR(first, name, opcode, op)                                                         \
  HANDLER(first##_jump_unless_##name) {                                                            \
    double t;                                                                                      \
    const vm_value *y = (ip[1].c == 0 ? r : k) + ip[1].b;                                          \
    if (y->tag != NUMBER || !first_##first(ip, r, k, m, &t)) TAIL first(ip, r, k, m);              \
    if (!(t op y->number)) GO(wide(ip + 2));                                                       \
    NEXT(3);                                                                                       \
  }

#define PAIRS(first, opcode)                                                                       \
  EACH_SECOND(ARITHMETIC_PAIR, first)                                                              \
  EACH_TEST(TEST_PAIR, first)                                                                      \
  HANDLER(first##_set_global) {                                                                    \
    double t;                                                                                      \
    const vm_value *to = (vm_value *)m->globals + wide(ip + 1);                                    \
    if (to->tag != NUMBER || !first_##first(ip, r, k, m, &t)) TAIL first(ip, r, k, m);             \
    set(m, wide(ip + 1), t);                                                                       \
    NEXT(2);                                                                                       \
  }
EACH_FIRST(PAIRS)

/// The variable of a loop that is a name of the module: what the loop goes back to begins by setting it.
HANDLER(loop_next_set_global) {
  vm_value *iteration = r + ip->b;
  const Instruction *body = ip - ip->c;
  size_t slot = wide(body);
  if (iteration->tag != NUMBER || ((vm_value *)m->globals + slot)->tag != NUMBER ||
      !(iteration->number < iteration[1].number))
    TAIL loop_next(ip, r, k, m);
  if (--m->fuel < 0) GIVE_BACK;
  set(m, slot, element(iteration));
  iteration->number += 1;
  ip = body;
  NEXT(1);
}

// MARK: Their numbers

enum {
  BEFORE_PAIRS = OpcodeExtra,
#define NUMBER_SECOND(first, second, ...) PAIR_##first##_##second,
#define NUMBER_TEST(first, name, ...) PAIR_##first##_jump_unless_##name,
#define NUMBER_PAIRS(first, opcode)                                                                \
  EACH_SECOND(NUMBER_SECOND, first) EACH_TEST(NUMBER_TEST, first) PAIR_##first##_set_global,
  EACH_FIRST(NUMBER_PAIRS) PAIR_loop_next_set_global,
  HANDLER_COUNT,
};

#define HANDLE_SECOND(first, second, ...) [PAIR_##first##_##second] = first##_##second,
#define HANDLE_TEST(first, name, ...)                                                              \
  [PAIR_##first##_jump_unless_##name] = first##_jump_unless_##name,
#define HANDLE_PAIRS(first, opcode)                                                                \
  EACH_SECOND(HANDLE_SECOND, first) EACH_TEST(HANDLE_TEST, first)                                  \
  [PAIR_##first##_set_global] = first##_set_global,
/// For the table of handlers.
#define ALL_PAIRS EACH_FIRST(HANDLE_PAIRS) [PAIR_loop_next_set_global] = loop_next_set_global,

Opcode vm_opcode(Instruction instruction) {
  if (instruction.number <= OpcodeExtra) return (Opcode)instruction.number;
#define END_OF(first, opcode)                                                                      \
  if (instruction.number <= PAIR_##first##_set_global) return Opcode##opcode;
  EACH_FIRST(END_OF)
  return OpcodeLoopNext;
}

// MARK: Finding them

/// The number of the pair that two instructions make, or 0.
static int pair(Instruction first, Instruction second) {
#define FIND_SECOND(first_, name, opcode, operand)                                                 \
  if (second.number == Opcode##opcode && second.operand == first.a) return PAIR_##first_##_##name;
#define FIND_TEST(first_, name, opcode, op)                                                        \
  if (second.number == Opcode##opcode && second.a == first.a)                                      \
    return PAIR_##first_##_jump_unless_##name;
#define FIND(first_, opcode)                                                                       \
  if (first.number == Opcode##opcode) {                                                            \
    EACH_SECOND(FIND_SECOND, first_)                                                               \
    EACH_TEST(FIND_TEST, first_)                                                                   \
    if (second.number == OpcodeSetGlobal && second.a == first.a) return PAIR_##first_##_set_global;\
  }
  EACH_FIRST(FIND)
  return 0;
}

void vm_fuse(Instruction *code, size_t count, size_t locals) {
  for (size_t i = 0; i + 1 < count; i++) {
    if (code[i].number == OpcodeLoopNext) {
      size_t target = wide(code + i + 1);
      if (i - target > UINT16_MAX) continue;
      code[i].c = (uint16_t)(i - target);
      Instruction first = code[target];
      if (first.number == OpcodeSetGlobal && first.a == code[i].a && code[i].a >= locals)
        code[i].number = PAIR_loop_next_set_global;
      continue;
    }
    int number = code[i].a >= locals ? pair(code[i], code[i + 1]) : 0;
    if (number != 0) code[i++].number = (uint16_t)number;
  }
}
