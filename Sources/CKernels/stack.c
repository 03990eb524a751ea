// pthread_getattr_np is an extension that Swift does not import.

#define _GNU_SOURCE
#include "CKernels.h"

#include <pthread.h>

uintptr_t ck_stack_bottom(size_t *size) {
  pthread_attr_t attributes;
  void *address = 0;
  *size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  if (pthread_attr_getstack(&attributes, &address, size) != 0) address = 0;
  pthread_attr_destroy(&attributes);
  return (uintptr_t)address;
}
