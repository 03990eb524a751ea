// Philox 4×32-10: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as
// easy as 1, 2, 3", SC '11. A block of four words is a function of key and counter alone.

#include "kernels.h"

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

// MARK: Streams

enum { GROUP = 8 };
typedef uint64_t group __attribute__((ext_vector_type(GROUP)));

/// The words of GROUP blocks at a time, each number in the low half of its lane.
static void group_words(uint64_t key, uint64_t first_block, uint64_t words[2 * GROUP]) {
  const uint64_t low = 0xFFFFFFFF;
  group block = first_block + (group){0, 1, 2, 3, 4, 5, 6, 7};
  group c0 = block & low, c1 = block >> 32, c2 = 0, c3 = 0;
  uint64_t k0 = key & low, k1 = key >> 32;
  for (int round = 0; round < 10; round++) {
    group first = c0 * 0xD2511F53, second = c2 * 0xCD9E8D57;
    c0 = (second >> 32) ^ c1 ^ k0;
    c1 = second & low;
    c2 = (first >> 32) ^ c3 ^ k1;
    c3 = first & low;
    k0 = (k0 + 0x9E3779B9) & low;
    k1 = (k1 + 0xBB67AE85) & low;
  }
  group even = c1 << 32 | c0, odd = c3 << 32 | c2;
  for (int i = 0; i < GROUP; i++) {
    words[2 * i] = even[i];
    words[2 * i + 1] = odd[i];
  }
}

#define DEFINE_STREAM(name, type, formula)                                                         \
  void name(uint64_t key, uint64_t position, type *out, ptrdiff_t n) {                             \
    uint64_t words[2 * GROUP];                                                                     \
    ptrdiff_t next = (ptrdiff_t)(position % 2), work = 0;                                          \
    for (uint64_t block = position / 2; n > 0; block += GROUP, next = 0) {                         \
      if (ck_stops_after(&work, 2 * GROUP)) return;                                                \
      group_words(key, block, words);                                                              \
      for (; next < 2 * GROUP && n > 0; next++, n--) {                                             \
        uint64_t word = words[next];                                                               \
        *out++ = formula;                                                                          \
      }                                                                                            \
    }                                                                                              \
  }

DEFINE_STREAM(ck_random_words, uint64_t, word)
DEFINE_STREAM(ck_random_uniform, double, (double)(word >> 11) * 0x1p-53)
DEFINE_STREAM(ck_random_open_uniform, double, ((double)(word >> 12) + 0.5) * 0x1p-52)
