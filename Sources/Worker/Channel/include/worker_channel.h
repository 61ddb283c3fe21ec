/*
 * worker_channel.h: what a host and a worker say to each other, and how it travels.
 *
 * A worker is a process that runs one plugin. It has one control socket and several lanes, all of them SOCK_SEQPACKET
 * pairs. A lane carries one call at a time: the host sends the call, the worker answers with RW_RETURN; in between the
 * worker may ask (RW_PROGRESS ...), one question at a time, and the host answers with RW_REPLY (but to RW_LOG).
 *
 * A packet is its kind (u32) and the fields of that kind, without padding, in native byte order:
 *   u32 i32 u64 i64 f64   numbers
 *   text, bytes           u64 length and the bytes themselves
 *   blob                  u32 form: RW_INLINE and bytes, or RW_SHARED and a reference: bytes too long for a packet
 *   reference             u64 block, u64 size of the block, u32 RW_WRITABLE and RW_ATTACHED, u64 offset, u64 length
 * A block is memory that both sides see (a memfd that cannot shrink); its maker names it. The flag RW_ATTACHED says
 * that its descriptor comes with the packet, in the order of the references; afterwards both sides of the lane know it.
 */
#ifndef WORKER_CHANNEL_H
#define WORKER_CHANNEL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A host and a worker of different revisions do not work together. */
#define RW_REVISION 1
#define RW_CONTROL_DESCRIPTOR 3
#define RW_PACKET_LIMIT 65536
/* What is longer than this travels in a block. */
#define RW_INLINE_LIMIT 16384
#define RW_DESCRIPTOR_LIMIT 8
/* Microseconds for which either side stays awake. */
#define RW_LINGER 100

#define RW_INLINE 0
#define RW_SHARED 1
#define RW_WRITABLE 1u
#define RW_ATTACHED 2u
/* The blocks that a worker makes have this bit in their names. */
#define RW_BLOCK_OF_WORKER 0x8000000000000000ull

/* From the host, on the control socket. */
#define RW_START 1u /* u32 revision, texts library, program, host name, host version, temporary folder,
                       u64 memory limit, u32 count of readable paths, texts; the program is that of
                       foreign.h, and empty for a plugin of the contract's */
#define RW_LANE 2u  /* descriptors: socket, page with the cancel flag */
/* Answer to RW_START: i32 status, text reason, and with RF_OK text of the sandbox, texts id and version, u32 major, minor, and
 * for each kind 1 ... 4 u32 known and u32 concurrency. */
#define RW_READY 3u

/* From the host, on a lane: u32 count of blocks that it has given up, u64 each, u64 instance, then */
#define RW_CREATE 10u  /* u32 kind, u32 extensions, blob configuration; RW_RETURN's value is the instance */
#define RW_DESTROY 11u /* - */
#define RW_DETECT 12u  /* job, image, blob parameters */
#define RW_FILL 13u    /* job, image, u32 has source, [image], i32 x, y, u32 width, height, seed, u32 size of the task,
                          u32 effort, u32 has subject, [u32 columns, rows, blob], blobs prompt, parameters */
#define RW_QUOTE 14u   /* blobs request, card */
#define RW_MODELS 15u  /* - */
#define RW_PLAN 16u    /* job, blob request, source */
#define RW_SUBMIT 17u  /* the same */
#define RW_POLL 18u    /* job, blob ticket */
#define RW_CANCEL 19u  /* job, blob ticket */
/* job: texts id, key, i64 deadline, blob resume. image: u32 width, height, sample, layout, alpha, color, flags, u64
 * stride, reference, i32 x, y, u32 width, height of interest, blob icc. source: blob data, texts url, media type. */

/* From the worker, on a lane. */
#define RW_RETURN 30u     /* i32 status, i64 value, error, u32 count of blocks that are gone, u64 each */
#define RW_PROGRESS 31u   /* f64 fraction, text stage */
#define RW_LOG 32u        /* i32 level, text; no reply */
#define RW_CHECKPOINT 33u /* blob */
#define RW_REGION 34u     /* f64 x, y, width, height, score, text label */
#define RW_SALIENCY 35u   /* u32 columns, rows, blob */
#define RW_SINK 36u       /* bytes */
#define RW_BEGIN 37u      /* blob; the reply's value is the handle */
#define RW_WRITE 38u      /* u64 handle, bytes */
#define RW_FINISH 39u     /* u64 handle */
#define RW_ABANDON 40u    /* u64 handle */
#define RW_HOST_DETECT 41u /* text detector, image, blob parameters; reply: blob of u32 count and regions as
                              above, u32 has saliency, [u32 columns, rows, blob] */
#define RW_HOST_FILL 42u   /* text fill, then as RW_FILL from its image on */
#define RW_HOST_HTTP 43u   /* texts method, url, secret, header of the secret, blobs headers, body, u64 limit, i64 timeout;
                              reply: i32 status of HTTP, blobs headers, body */
/* Answer to all of these: i32 status, i64 value, error, and what was said beside the kind. */
#define RW_REPLY 50u
/* error: i32 kind, accepted, u32 retryable, i64 retry after, texts code, message. */

#define RW_MAY_DETECT 1u
#define RW_MAY_FILL 2u
#define RW_MAY_EXCHANGE 4u

/* Sends one packet with descriptors. 0, or an error number; never raises SIGPIPE. */
int rw_send(int socket, const void *packet, size_t length, const int *descriptors, size_t count);

/* Receives one packet and at most RW_DESCRIPTOR_LIMIT descriptors. Its length, 0 when the other side is gone, or the
 * negative error number: -EAGAIN after the socket's time limit, -EMSGSIZE for a packet beyond `capacity`. */
ssize_t rw_receive(int socket, void *packet, size_t capacity, int *descriptors, size_t *count);

/* Waits awake for a packet, for at most so many microseconds: a thread that sleeps takes longer to be woken than most
 * answers take. */
void rw_linger(int socket, int limit);

/* A memory file of that size that can neither shrink nor grow, or the negative error number. */
int rw_make_memory(uint64_t size);

/* A pipe that no other child inherits. 0, or an error number. */
int rw_pipe(int *reading, int *writing);

/* Whether a descriptor is a memory file of at least that size which cannot shrink, so that nobody who maps it can be
 * stopped by whoever gave it. */
int rw_is_memory(int descriptor, uint64_t size);

/* Starts a worker with its control socket, and a pipe for what it writes; both descriptors are taken over. Its process
 * id, or the negative error number. */
pid_t rw_spawn(const char *path, int control, int output, char *const environment[]);

/* Hands on what a worker writes until it ends, and answers its status as waitpid tells it. */
int rw_await(pid_t child, int output, void (*take)(void *context, const void *data, size_t length), void *context);

#endif
