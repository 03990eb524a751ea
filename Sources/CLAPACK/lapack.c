#include "include/CLAPACK.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

// The Fortran entry points: every argument by reference, matrices column by column. LAPACKE would only
// transpose and call them.
typedef void (*gesdd_f)(const char *, const int *, const int *, double *, const int *, double *,
                        double *, const int *, double *, const int *, double *, const int *, int *,
                        int *);
typedef void (*geqrf_f)(const int *, const int *, double *, const int *, double *, double *,
                        const int *, int *);
typedef void (*orgqr_f)(const int *, const int *, const int *, double *, const int *, const double *,
                        double *, const int *, int *);
typedef void (*syevd_f)(const char *, const char *, const int *, double *, const int *, double *,
                        double *, const int *, int *, const int *, int *);
typedef void (*geev_f)(const char *, const char *, const int *, double *, const int *, double *,
                       double *, double *, const int *, double *, const int *, double *, const int *,
                       int *);
typedef void (*threads_f)(int);

static struct {
  gesdd_f gesdd;
  geqrf_f geqrf;
  orgqr_f orgqr;
  syevd_f syevd;
  geev_f geev;
} lapack;

static bool is_loaded;
static char failure[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  // One thread: how work is split must not show in the last bits. The variable keeps OpenBLAS from
  // starting threads that would only wait.
  setenv("OPENBLAS_NUM_THREADS", "1", 0);
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *reason = dlerror();
    snprintf(failure, sizeof failure, "%s", reason ? reason : "libopenblas.so.0 not found");
    return;
  }
  threads_f threads = (threads_f)dlsym(library, "openblas_set_num_threads");
  if (threads) threads(1);
  lapack.gesdd = (gesdd_f)dlsym(library, "dgesdd_");
  lapack.geqrf = (geqrf_f)dlsym(library, "dgeqrf_");
  lapack.orgqr = (orgqr_f)dlsym(library, "dorgqr_");
  lapack.syevd = (syevd_f)dlsym(library, "dsyevd_");
  lapack.geev = (geev_f)dlsym(library, "dgeev_");
  is_loaded = lapack.gesdd && lapack.geqrf && lapack.orgqr && lapack.syevd && lapack.geev;
  if (!is_loaded) snprintf(failure, sizeof failure, "libopenblas.so.0 lacks LAPACK");
}

bool cl_load(void) {
  pthread_once(&once, load);
  return is_loaded;
}

const char *cl_failure(void) { return failure; }

/// What LAPACK functions return where memory for them can't be had.
enum { NO_MEMORY = -1000 };

static int smaller(int a, int b) { return a < b ? a : b; }

int cl_svd(int m, int n, double *a, double *s, double *u, double *vt) {
  int k = smaller(m, n), info = 0, query = -1;
  int *iwork = malloc(sizeof(int) * 8 * (size_t)k);
  if (!iwork) return NO_MEMORY;
  double size = 0;
  lapack.gesdd("S", &m, &n, a, &m, s, u, &m, vt, &k, &size, &query, iwork, &info);
  int lwork = (int)size;
  double *work = info == 0 ? malloc(sizeof(double) * (size_t)lwork) : NULL;
  if (work) {
    lapack.gesdd("S", &m, &n, a, &m, s, u, &m, vt, &k, work, &lwork, iwork, &info);
  } else if (info == 0) {
    info = NO_MEMORY;
  }
  free(work);
  free(iwork);
  return info;
}

int cl_qr(int m, int n, double *a, double *r) {
  int info = 0, query = -1;
  double sizes[2] = {0, 0};
  double *tau = malloc(sizeof(double) * (size_t)n);
  if (!tau) return NO_MEMORY;
  lapack.geqrf(&m, &n, a, &m, tau, &sizes[0], &query, &info);
  lapack.orgqr(&m, &n, &n, a, &m, tau, &sizes[1], &query, &info);
  int lwork = (int)(sizes[0] > sizes[1] ? sizes[0] : sizes[1]);
  double *work = malloc(sizeof(double) * (size_t)lwork);
  if (!work) {
    free(tau);
    return NO_MEMORY;
  }
  lapack.geqrf(&m, &n, a, &m, tau, work, &lwork, &info);
  for (int j = 0; j < n; j++)
    for (int i = 0; i < n; i++) r[j * n + i] = i <= j ? a[(size_t)j * m + i] : 0;
  if (info == 0) lapack.orgqr(&m, &n, &n, a, &m, tau, work, &lwork, &info);
  free(work);
  free(tau);
  return info;
}

int cl_eigh(int n, double *a, double *values) {
  int info = 0, query = -1, isize = 0;
  double size = 0;
  lapack.syevd("V", "L", &n, a, &n, values, &size, &query, &isize, &query, &info);
  if (info != 0) return info;
  int lwork = (int)size, liwork = isize;
  double *work = malloc(sizeof(double) * (size_t)lwork);
  int *iwork = malloc(sizeof(int) * (size_t)liwork);
  if (work && iwork) {
    lapack.syevd("V", "L", &n, a, &n, values, work, &lwork, iwork, &liwork, &info);
  } else {
    info = NO_MEMORY;
  }
  free(work);
  free(iwork);
  return info;
}

int cl_eig(int n, double *a, double *re, double *im, double *vectors) {
  int info = 0, query = -1;
  double size = 0;
  lapack.geev("N", "V", &n, a, &n, re, im, NULL, &n, vectors, &n, &size, &query, &info);
  if (info != 0) return info;
  int lwork = (int)size;
  double *work = malloc(sizeof(double) * (size_t)lwork);
  if (!work) return NO_MEMORY;
  lapack.geev("N", "V", &n, a, &n, re, im, NULL, &n, vectors, &n, work, &lwork, &info);
  free(work);
  return info;
}
