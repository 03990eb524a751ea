// Values as Swift lays them out: a payload, and a byte that tells which case it is.

#ifndef GRADUS_MACHINE_VALUES_H
#define GRADUS_MACHINE_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "CMachine.h"

enum {
  // Cases with a payload in the order of their declaration, then one number for all without.
  NUMBER = 0,
  BOOL = 1,
  FUNCTION = 7,
  EMPTY = 15,
  /// Behind the header of a Swift object.
  FIRST_PROPERTY = 16,
};

typedef struct {
  union {
    double number;
    /// A bool, or which of the cases without a payload: 0 is undefined.
    uint64_t bits;
    const char *object;
  };
  uint8_t tag;
} vm_value;

static const vm_value undefined = {.bits = 0, .tag = EMPTY};

/// Whether the value may refer to an object.
static inline bool is_counted(const vm_value *value) {
  return value->tag != NUMBER && value->tag != BOOL && value->tag != EMPTY;
}

static inline bool is_undefined(const vm_value *value) {
  return value->tag == EMPTY && value->bits == 0;
}

static inline void clear(vm_core *m, vm_value *value) {
  if (is_counted(value)) m->release(value);
  *value = undefined;
}

static inline const vm_function *function_in(const vm_value *value) {
  return value->tag == FUNCTION ? (const vm_function *)(value->object + FIRST_PROPERTY) : NULL;
}

#endif
