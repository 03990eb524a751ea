// Frames of calls. Registers overlap, so that arguments are where the callee wants them.

#ifndef GRADUS_MACHINE_FRAMES_H
#define GRADUS_MACHINE_FRAMES_H

#include "values.h"

static inline vm_value *registers_of(const vm_core *m, const vm_frame *frame) {
  return (vm_value *)m->stack + frame->base;
}

static inline bool has_counted(const vm_value *from, const vm_value *end) {
  for (; from < end; from++) {
    if (is_counted(from)) return true;
  }
  return false;
}

static inline void clear_counted(vm_core *m, vm_value *from, const vm_value *end) {
  for (; from < end; from++) {
    if (is_counted(from)) clear(m, from);
  }
}

/// Makes sure that registers below `end` hold values.
static __attribute__((noinline)) bool make_room(vm_core *m, int64_t end) {
  int64_t target = end + 256;
  if (target >= m->capacity) return false;
  vm_value *stack = m->stack;
  for (int64_t i = m->initialized; i < target; i++) stack[i] = undefined;
  m->initialized = target;
  return true;
}

static inline bool has_room(const vm_core *m, const vm_code *code, int64_t base) {
  return m->frame < m->last_frame && base + code->registers <= m->initialized;
}

/// Where there is room, and nothing counted in the registers that are the callee's now.
static inline void push(
    vm_core *m, const vm_code *code, const void *function, int64_t base, int64_t result,
    bool counted) {
  vm_value *registers = (vm_value *)m->stack + base;
  for (int32_t i = code->parameters; i < code->locals; i++) registers[i] = undefined;
  vm_frame *frame = ++m->frame;
  frame->code = code;
  frame->function = function;
  frame->ip = code->instructions;
  frame->base = (int32_t)base;
  frame->result = (int32_t)result;
  frame->counted = counted;
  m->top = base + code->registers;
}

/// Where nothing counted is left in its registers.
static inline void pop(vm_core *m) {
  const vm_frame *frame = --m->frame;
  m->top = frame < m->frames ? 0 : frame->base + frame->code->registers;
}

#endif
