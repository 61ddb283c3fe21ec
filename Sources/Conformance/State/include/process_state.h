/*
 * process_state.h: what a process holds and shares, as far as Swift cannot ask for it.
 */
#ifndef PROCESS_STATE_H
#define PROCESS_STATE_H

#include <stdint.h>

/* Bytes that were allocated on the heap and not freed. */
uint64_t ps_heap_in_use(void);

/* The floating-point exceptions that trap. */
int ps_float_traps(void);

/* 1 if results too small for a normal number are kept, 0 if they are flushed. */
int ps_keeps_tiny(void);

/* A pipe whose ends no program inherits by accident. 0, or -1 and errno. */
int ps_pipe(int ends[2]);

/* Forks: 0 in the child, which dies with its parent and has the standard signal handlers and mask. For processes with a single
 * thread only, as another's locks would stay locked in the child. */
int ps_fork(void);

#endif
