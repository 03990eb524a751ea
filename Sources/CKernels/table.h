// Template: all kernels of one instruction set, and their table. The including file defines
// KERNEL_ISA, KERNEL_TABLE (the table's name), TILE_ROWS, TILE_VECTORS and SMALL_SIDE.

#define LANES 8

#include "lanes.h"
#include "lanes_finz.h"
#include "formulas.h"
#include "elementwise.h"
#include "reductions.h"
#include "matmul.h"

#define UNARY_ENTRY(name, ...) unary_run_##name,
#define BINARY_ENTRY(name, ...) binary_run_##name,
#define COMPARE_ENTRY(name, ...) compare_run_##name,
#define REDUCE_ENTRY(name, ...) reduce_run_##name,
#define REDUCE_AXIS_ENTRY(name, ...) reduce_axis_##name,

const ck_kernels KERNEL_TABLE = {
    .unary = {CK_UNARY_OPERATIONS(UNARY_ENTRY)},
    .binary = {CK_BINARY_OPERATIONS(BINARY_ENTRY)},
    .compare = {CK_COMPARE_OPERATIONS(COMPARE_ENTRY)},
    .reduce = {CK_REDUCE_OPERATIONS(REDUCE_ENTRY)},
    .reduce_axis = {CK_REDUCE_OPERATIONS(REDUCE_AXIS_ENTRY)},
    .dot = dot_run,
    .exp_shifted = exp_shifted_run,
    .select = select_run,
    .matmul = matmul_run,
};
