// x86-64-v3: AVX2 and FMA. Eight lanes are two registers.

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "kernels.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define KERNEL_ISA 3
#define KERNEL_TABLE ck_kernels_v3
#define FINZ_CALL1 ck_call1_v3
#define FINZ_CALL2 ck_call2_v3
#define FINZ_VECTOR(name, error) Sleef_finz_##name##d4_##error##avx2
#define TILE_ROWS 6
#define TILE_VECTORS 1
#define SMALL_SIDE 32
#include "table.h"

#pragma clang attribute pop

#endif
