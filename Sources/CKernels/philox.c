// Philox 4×32-10: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as
// easy as 1, 2, 3", SC '11. A block of four words is a function of key and counter alone.

#include "CKernels.h"

static void philox_round(uint32_t c[4], const uint32_t key[2]) {
  uint64_t first = (uint64_t)0xD2511F53 * c[0], second = (uint64_t)0xCD9E8D57 * c[2];
  uint32_t next[4] = {(uint32_t)(second >> 32) ^ c[1] ^ key[0], (uint32_t)second,
                      (uint32_t)(first >> 32) ^ c[3] ^ key[1], (uint32_t)first};
  for (int i = 0; i < 4; i++) c[i] = next[i];
}

void ck_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4]) {
  uint32_t k[2] = {key[0], key[1]};
  for (int i = 0; i < 4; i++) out[i] = counter[i];
  for (int round = 0; round < 10; round++) {
    philox_round(out, k);
    k[0] += 0x9E3779B9;
    k[1] += 0xBB67AE85;
  }
}

static void block_words(uint64_t key, uint64_t block, uint64_t words[2]) {
  uint32_t k[2] = {(uint32_t)key, (uint32_t)(key >> 32)}, out[4];
  uint32_t counter[4] = {(uint32_t)block, (uint32_t)(block >> 32), 0, 0};
  ck_philox(k, counter, out);
  words[0] = (uint64_t)out[1] << 32 | out[0];
  words[1] = (uint64_t)out[3] << 32 | out[2];
}

#define DEFINE_STREAM(name, type, formula)                                                         \
  void name(uint64_t key, uint64_t position, type *out, ptrdiff_t n) {                             \
    uint64_t words[2];                                                                             \
    for (ptrdiff_t i = 0; i < n; position++) {                                                     \
      block_words(key, position / 2, words);                                                       \
      for (uint64_t half = position % 2; half < 2 && i < n; half++, i++) {                         \
        uint64_t word = words[half];                                                               \
        out[i] = formula;                                                                          \
        position += half == 0 && i + 1 < n;                                                        \
      }                                                                                            \
    }                                                                                              \
  }

DEFINE_STREAM(ck_random_words, uint64_t, word)
DEFINE_STREAM(ck_random_uniform, double, (double)(word >> 11) * 0x1p-53)
DEFINE_STREAM(ck_random_open_uniform, double, ((double)(word >> 12) + 0.5) * 0x1p-52)
