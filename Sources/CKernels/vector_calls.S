// Calls of SLEEF's AVX2 and AVX-512 functions for eight numbers in memory.
//
// Clang passes 256- and 512-bit vectors in registers only if the whole file is compiled for such a
// CPU; in functions with a target attribute it passes them on the stack, where SLEEF does not look.
// So the loads and the call are written out here, with the System V convention: arguments and
// result in registers 0 and 1. Every function takes (function, x, [second operand,] y) as pointers;
// y may be x.

#if defined(__x86_64__)

	.text

// void ck_call1_v4(function, const double x[8], double y[8])
	.globl	ck_call1_v4
	.hidden	ck_call1_v4
	.p2align	4
	.type	ck_call1_v4, @function
ck_call1_v4:
	pushq	%rbx
	movq	%rdx, %rbx
	vmovupd	(%rsi), %zmm0
	callq	*%rdi
	vmovupd	%zmm0, (%rbx)
	vzeroupper
	popq	%rbx
	retq
	.size	ck_call1_v4, .-ck_call1_v4

// void ck_call2_v4(function, const double a[8], const double b[8], double y[8])
	.globl	ck_call2_v4
	.hidden	ck_call2_v4
	.p2align	4
	.type	ck_call2_v4, @function
ck_call2_v4:
	pushq	%rbx
	movq	%rcx, %rbx
	vmovupd	(%rsi), %zmm0
	vmovupd	(%rdx), %zmm1
	callq	*%rdi
	vmovupd	%zmm0, (%rbx)
	vzeroupper
	popq	%rbx
	retq
	.size	ck_call2_v4, .-ck_call2_v4

// void ck_call1_v3(function, const double x[8], double y[8])
	.globl	ck_call1_v3
	.hidden	ck_call1_v3
	.p2align	4
	.type	ck_call1_v3, @function
ck_call1_v3:
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	movq	%rdx, %rbx
	movq	%rsi, %r12
	movq	%rdi, %r13
	vmovupd	(%r12), %ymm0
	callq	*%r13
	vmovupd	%ymm0, (%rbx)
	vmovupd	32(%r12), %ymm0
	callq	*%r13
	vmovupd	%ymm0, 32(%rbx)
	vzeroupper
	popq	%r13
	popq	%r12
	popq	%rbx
	retq
	.size	ck_call1_v3, .-ck_call1_v3

// void ck_call2_v3(function, const double a[8], const double b[8], double y[8])
	.globl	ck_call2_v3
	.hidden	ck_call2_v3
	.p2align	4
	.type	ck_call2_v3, @function
ck_call2_v3:
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	subq	$8, %rsp
	movq	%rcx, %rbx
	movq	%rsi, %r12
	movq	%rdi, %r13
	movq	%rdx, %r14
	vmovupd	(%r12), %ymm0
	vmovupd	(%r14), %ymm1
	callq	*%r13
	vmovupd	%ymm0, (%rbx)
	vmovupd	32(%r12), %ymm0
	vmovupd	32(%r14), %ymm1
	callq	*%r13
	vmovupd	%ymm0, 32(%rbx)
	vzeroupper
	addq	$8, %rsp
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	retq
	.size	ck_call2_v3, .-ck_call2_v3

#endif

#if defined(__linux__)
	.section	.note.GNU-stack, "", @progbits
#endif
