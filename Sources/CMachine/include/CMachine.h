// The core of the virtual machine: everything that needs only plain numbers and jumps.
//
// `vm_run` executes instructions until it meets one that is not for it: an operand that is no number, an
// operation on anything else, a budget that has run out. Swift (`Interpreter/Machine`) executes that one and calls
// `vm_run` again. So there is one place for each meaning: numbers here, everything else there.
//
// It relies on how Swift lays out `Value` and `Function`; `MachineLayoutTests` checks that.

#ifndef GRADUS_CMACHINE_H
#define GRADUS_CMACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: Instructions

/// What an instruction does. `a`, `b`, `c` are registers unless said otherwise; `wide` is `b` and `c` together;
/// `k` is the constant table, `g` the module's slots.
typedef enum __attribute__((enum_extensibility(closed))) Opcode : uint16_t {
  // Moving values.
  OpcodeConstant,      // r[a] = k[wide]
  OpcodeNothing,       // r[a] = nothing
  OpcodeMove,          // r[a] = r[b]
  OpcodeGetGlobal,     // r[a] = g[wide]
  OpcodeSetGlobal,     // g[wide] = r[a]
  OpcodeCheckLocal,    // r[a] must have a value; locals[wide] tells whose it is
  OpcodeGetCapture,    // r[a] = captures[wide]
  OpcodeSelfFunction,  // r[a] = the function that runs

  // Arithmetic: r[a] = r[b] op r[c].
  OpcodeAdd,
  OpcodeSubtract,
  OpcodeMultiply,
  OpcodeDivide,
  OpcodePower,
  // The same with a constant number on the right: r[a] = r[b] op k[c].
  OpcodeAddConstant,
  OpcodeSubtractConstant,
  OpcodeMultiplyConstant,
  OpcodeDivideConstant,
  OpcodePowerConstant,
  // The same with a constant number on the left: r[a] = k[b] op r[c].
  OpcodeConstantAdd,
  OpcodeConstantSubtract,
  OpcodeConstantMultiply,
  OpcodeConstantDivide,
  // One of these, as `Code.unchecked` says, while `debug_nan` is on.
  OpcodeCheckedArithmetic,
  // r[a] = op r[b]
  OpcodeNegate,
  OpcodePlus,
  OpcodeSquareRoot,
  OpcodeNot,
  OpcodeTranspose,
  // Any other binary operator; the next word's `wide` is the operator's number.
  OpcodeBinary,

  // Comparisons: r[a] = r[b] op r[c], one bool.
  OpcodeEqual,
  OpcodeNotEqual,
  OpcodeLess,
  OpcodeLessEqual,
  OpcodeGreater,
  OpcodeGreaterEqual,
  OpcodeApproximately,
  OpcodeElementOf,

  // Control flow; targets are absolute.
  OpcodeJump,         // to wide
  OpcodeLoop,         // to wide, backwards: polls the budget
  OpcodeJumpIfFalse,  // r[a] must be a bool
  // r[a] op r[b], or k[b] where c is 1, must be true; else to the next word's wide
  OpcodeJumpUnlessLess,
  OpcodeJumpUnlessLessEqual,
  OpcodeJumpUnlessGreater,
  OpcodeJumpUnlessGreaterEqual,
  OpcodeJumpUnlessEqual,
  OpcodeJumpIfTrue,
  OpcodeJumpIfDefined,
  OpcodeAndTest,  // r[a] false: to wide. true or a bool tensor: go on
  OpcodeOrTest,
  OpcodeAndCombine,  // r[a] = r[b] and r[c], after the test
  OpcodeOrCombine,
  // r[a] … = a fresh iteration over r[b]. Over a range that is four numbers: the position, the count, start
  // and step; over anything else r[a] is an `Iteration`.
  OpcodeIterate,
  OpcodeNext,         // r[a] = next of iteration r[b], skipping the next word when there is one
  // As next, but to the next word's wide when there is one; polls the budget. `vm_fuse` sets c to how far back
  // that is.
  OpcodeLoopNext,
  OpcodeReturnValue,  // r[a]

  // Building values from consecutive registers.
  OpcodeTuple,         // r[a] = (r[b] …), c of them
  OpcodeRecord,        // r[a] = {…}; r[b] …; names[c]
  OpcodeArray,         // r[a] = [r[b] …]; layouts[c]
  OpcodeRange,         // r[a] = r[b] : r[c]
  OpcodeSteppedRange,  // r[a] = r[b] : r[b+1] : r[c]
  OpcodeClosure,       // r[a] = prototypes[wide]
  OpcodeGather,        // r[a] = the items of the list r[b] as a tensor; c axes, iterations in r[b+1] …
  OpcodeNewList,       // r[a] = an empty list
  OpcodeAppendList,    // append r[b] to the list r[a]
  OpcodeFormat,        // r[a] = text of r[b] by formats[c]
  OpcodeConcatenate,   // r[a] = the texts r[b] …, c of them, joined
  OpcodeUnpack,        // r[a] … = the c items of r[b]

  // Calls and access.
  OpcodeCall,        // r[a] = r[b](r[b+1] …), c arguments; the next word's `wide` is the labels' number
  OpcodeCallGlobal,  // the same for the function g[next word's wide], without labels; r[b] is free
  OpcodeDottedCall,
  OpcodeIndex,         // r[a] = r[b][r[b+1] …], c indexes
  OpcodeAxisEnd,       // r[a] = the size for `end` in r[b]; next word: a = this index, b = how many
  OpcodeField,         // r[a] = r[b].names[c]
  OpcodeUpdate,        // r[a] = r[a] with a part replaced by r[b]; paths[c], indexes behind r[b]
  OpcodeUpdateGlobal,  // the same for g[next word's wide]

  // The chain rule.
  OpcodeDerivative,      // r[a] = r[b] differentiated c times
  OpcodeGradient,        // r[a] = ∇ r[b]
  OpcodeDefineRule,      // r[a] = r[b] with the derivative rule r[c]
  OpcodePartial,         // r[a] = partials[wide]
  OpcodeExplainPartial,  // r[a] = the derivation of partials[wide]
  OpcodeExplain,         // r[a] = the derivation of the function r[b]; c = 1: at r[b + 1]
  OpcodeGraphFigure,     // r[a] = the figure of partials[wide]'s target
  OpcodeDefineEquation,  // equations[wide]
  OpcodeMinimize,        // r[a] = minimizations[wide], its optimizer and steps in r[a+1] …
  OpcodeExplainMinimize,

  // Statements.
  OpcodeCheck,         // r[a] must be true; checks[wide] tells how to say it
  OpcodeCheckShapes,   // of the arguments, by the code's annotations
  OpcodeImportScript,  // r[a] = imports[wide]
  OpcodeExtra,         // carries operands of the instruction before it
} Opcode;

/// One instruction, 8 bytes. `number` is an `Opcode`, or that of a pair which `vm_fuse` made of this instruction and
/// the next one.
typedef struct Instruction {
  uint16_t number;
  uint16_t a;
  uint16_t b;
  uint16_t c;
} Instruction;

/// What the instruction does by itself.
Opcode vm_opcode(Instruction instruction);

/// Marks pairs of instructions that can run as one, where the first makes a temporary (a register from
/// `locals` up) for the second alone. The second stays in its place, for jumps to it.
void vm_fuse(Instruction *code, size_t count, size_t locals);

// MARK: State

/// What the core needs to know of a `Code`.
typedef struct {
  Instruction *instructions;
  const void *constants;
  int32_t registers;
  int32_t parameters;
  /// Registers of parameters and named locals, which come first.
  int32_t locals;
  /// Its arithmetic is replaced by checked arithmetic.
  bool checks;
  /// The `Code`, not counted.
  const void *owner;
} vm_code;

/// What the core needs to know of a `Function`: its first stored property.
typedef struct {
  /// A closure that has no derivative rule of its own; else NULL.
  const vm_code *code;
  /// The elementwise function of one number that it is, as `CKernels` counts them; else -1.
  int32_t unary;
} vm_function;

/// A call under way. Code and function are not counted: the caller's register keeps a function alive
/// while it runs, or native code's own reference does, or `Machine.retired`.
typedef struct {
  const vm_code *code;
  /// The `Function`, or NULL.
  const void *function;
  /// The next instruction, while something else runs.
  Instruction *ip;
  /// Where the frame's registers begin on the stack.
  int32_t base;
  /// The caller's register that receives the result, counted from the stack's start.
  int32_t result;
  /// Its registers may hold something else than numbers, bools and nothing.
  bool counted;
} vm_frame;

typedef struct {
  /// Registers of all frames; those below `initialized` hold values.
  void *stack;
  int64_t initialized;
  int64_t capacity;
  /// What a call needs initialized.
  int64_t wanted;
  /// Behind the innermost frame's registers.
  int64_t top;
  vm_frame *frames;
  /// The innermost frame; before the first one when nothing runs.
  vm_frame *frame;
  /// The last one that there may be.
  vm_frame *last_frame;
  /// Where a return is for Swift.
  vm_frame *entry;

  void *globals;
  /// When each module name last changed, as `epoch`.
  uint64_t *stamps;
  /// Counts assignments to module names: equal epochs mean that no module name changed between.
  uint64_t epoch;
  /// Reads of module names are watched.
  bool watches;
  /// `debug_nan(true)`
  bool checks;
  /// Turns of loops and calls until the budget is looked at.
  int64_t fuel;

  /// Lets go of what a value refers to; the place is to be written next.
  void (*release)(void *value);
} vm_core;

/// Runs the innermost frame from its `ip`, and what it calls. Returns with `ip` at an instruction for Swift, or with
/// negative `fuel`.
void vm_run(vm_core *core);

/// Pushes a frame whose registers begin at `base`; false where there is no room for it.
bool vm_enter(
    vm_core *core, const vm_code *code, const void *function, int64_t base, int64_t result);

/// Pops the innermost frame and lets go of what its registers held.
void vm_leave(vm_core *core);

#endif
