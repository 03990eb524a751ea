#ifndef CLAPACK_H
#define CLAPACK_H

#include <stdbool.h>

// Factorizations by OpenBLAS, which is loaded when the first one is asked for: loading takes some 20 ms,
// and most programs need none.
//
// Matrices are column-major. Every function returns LAPACK's `info`: 0 when all went well, above 0 where
// an iteration did not converge, below 0 for an argument that LAPACK refuses. Call them only after
// `cl_load` has said yes, with sizes of at least 1.

/// Loads the library once. False if it can't be had.
bool cl_load(void);

/// Why it can't be had, in the words of the dynamic linker.
const char *cl_failure(void);

/// A (m×n, overwritten) = U·diag(s)·Vᵀ with k = min(m, n): U is m×k, s has k values, Vᵀ is k×n.
int cl_svd(int m, int n, double *a, double *s, double *u, double *vt);

/// A (m×n with m ≥ n, overwritten) = Q·R: Q replaces A, R (n×n) is written, zeros below its diagonal.
int cl_qr(int m, int n, double *a, double *r);

/// Eigenvalues of a symmetric matrix, ascending, with orthonormal eigenvectors in the columns of A.
int cl_eigh(int n, double *a, double *values);

/// Eigenvalues of a square matrix with its eigenvectors, of norm 1, in the columns of `vectors`.
int cl_eig(int n, double *a, double *re, double *im, double *vectors);

#endif
