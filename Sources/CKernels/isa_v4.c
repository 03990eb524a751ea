// x86-64-v4: AVX-512. Eight lanes are one register.

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "kernels.h"

#pragma clang attribute push(                                                                      \
    __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,fma"))), apply_to = function)

#define KERNEL_ISA 4
#define KERNEL_TABLE ck_kernels_v4
#define FINZ_CALL1 ck_call1_v4
#define FINZ_CALL2 ck_call2_v4
#define FINZ_VECTOR(name, error) Sleef_finz_##name##d8_##error##avx512f
#define TILE_ROWS 12
#define TILE_VECTORS 2
#define SMALL_SIDE 128
#include "table.h"

#pragma clang attribute pop

#endif
