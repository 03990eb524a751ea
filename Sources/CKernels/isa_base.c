// Plain C: what arm64 runs (with SLEEF's Advanced SIMD functions), and the reference for the tests
// on x86-64 (one number at a time).

#include "kernels.h"

#if defined(__aarch64__)
#define KERNEL_ISA 2
#define TILE_ROWS 6
#define TILE_VECTORS 1
#else
#define KERNEL_ISA 1
#define TILE_ROWS 2
#define TILE_VECTORS 1
#endif

#define SMALL_SIDE 32
#define KERNEL_TABLE ck_kernels_base
#include "table.h"
