/*
 * foreign.h: functions of a library that knows nothing of the contract, as a plugin.
 *
 * What a manifest declares is compiled by the host into a program, a string of bytes that also travels to a worker; here it
 * is acted upon. Plain C, as a worker has nothing else.
 *
 * A program is, without padding and in native byte order:
 *   u32 revision, texts id and version, u32 concurrency
 *   u32 count of structs, each u32 size, u32 count of elements and a u32 type each
 *   u32 count of bindings, each
 *     u32 kind, u32 bytes of the frame, u32 layout of the picture (0: as it comes), u32 alignment of its rows
 *     u32 count of scratch buffers, each a text name and an expression for its bytes
 *     u32 count of arrays in the frame that are buffers too, each text name, u32 offset, u32 bytes
 *     u32 count of checks, each an expression and the text of a refusal
 *     u32 count of callbacks, and these; u32 count of calls, and these; u32 how many of the last calls clean up
 *     detector: u32 count of finds, u32 has saliency, [expressions columns and rows, u32 buffer]
 *     pricing: expressions amount, maximum, unit, rule, version, label, note
 *   callback: text name, u32 type and count of parameters, each u32 type, u32 slot; u32 type of the result, u32 slot, u32 limit,
 *     expressions when, progress, log, result; u32 has find, [find]
 *   call: text function, u32 type of the result, u32 slot, u32 count of fixed arguments, u32 is variadic, u32 count of
 *     arguments; expressions when and success; u32 count of failures, each u32 is any other, i64 code, u32 kind, u32
 *     retryable, text message
 *   argument: text name, u32 type, slot, mode, index, size, is written; expressions offset and length; u32 count of stores,
 *     each u32 offset, u32 kind, expression
 *   find: expressions count, when, x, y, width, height, score, label
 *   expression: text as the author wrote it, u32 length, code; a length of 0 means that there is none
 *   text: u32 length and bytes
 * The frame is the memory of one call: slots of arguments and results, and all that they point to.
 */
#ifndef REFRAME_FOREIGN_H
#define REFRAME_FOREIGN_H

#include "reframe.h"

#define RFF_REVISION 1u

/* Types. Structs follow from RFF_STRUCT on, in their order. */
#define RFF_VOID 0u
#define RFF_I8 1u
#define RFF_U8 2u
#define RFF_I16 3u
#define RFF_U16 4u
#define RFF_I32 5u
#define RFF_U32 6u
#define RFF_I64 7u
#define RFF_U64 8u
#define RFF_F32 9u
#define RFF_F64 10u
#define RFF_POINTER 11u
#define RFF_STRUCT 16u

/* Where an argument's value is from. */
#define RFF_VALUE 1u    /* stores fill its slot */
#define RFF_COPY 2u     /* `size` bytes of the frame from `index` */
#define RFF_INDIRECT 3u /* the address of the frame's byte `index`, where the stores go */
#define RFF_BUFFER 4u   /* buffer `index` from byte `offset`, `length` elements of `size` bytes */
#define RFF_STRING 5u   /* the text that `offset` gives, terminated */
#define RFF_CALLBACK 6u /* callback `index` */
#define RFF_NULL 7u

/* Buffers; the scratch buffers follow, then the arrays. */
#define RFF_IMAGE 0u
#define RFF_SOURCE 1u
#define RFF_FIRST_BUFFER 2u

/* Numbers that an expression finds. */
#define RFF_IMAGE_NUMBERS 0u  /* width, height, stride, channels, length */
#define RFF_SOURCE_NUMBERS 5u /* the same, 0 if there is no source */
#define RFF_PLACED_NUMBERS 10u /* x, y, width, height */
#define RFF_SEED 14u
#define RFF_EFFORT 15u
#define RFF_DEADLINE 16u
#define RFF_CANCELLED_NUMBER 17u
#define RFF_STOPPED 18u
#define RFF_INDEX_NUMBER 19u
#define RFF_NUMBER_COUNT 20u

/* Texts that an expression finds. */
#define RFF_PROMPT 0u
#define RFF_JOB_ID 1u
#define RFF_TEXT_COUNT 2u

/* JSON that an expression looks into. */
#define RFF_PARAMETERS 0u
#define RFF_REQUEST 1u
#define RFF_CARD 2u
#define RFF_JSON_COUNT 3u

/* Instructions of an expression: a byte and its operands. They work on a stack of values, each a whole number, a real
 * number, a text, an address or missing. */
#define RFF_OP_INT 1u        /* i64 */
#define RFF_OP_REAL 2u       /* f64 */
#define RFF_OP_TEXT 3u       /* text */
#define RFF_OP_NUMBER 4u     /* u32 which */
#define RFF_OP_WORD 5u       /* u32 which text */
#define RFF_OP_JSON 6u       /* u32 which, text path */
#define RFF_OP_COUNT 7u      /* u32 which, text path: elements of an array */
#define RFF_OP_AT 8u         /* u32 offset: an address in the frame */
#define RFF_OP_AT_POINTER 9u /* u32 offset: the address in a pointer */
#define RFF_OP_OFFSET 10u    /* u32: adds to an address */
#define RFF_OP_INDEX 11u     /* u32 count, u32 size: address, index -> address */
#define RFF_OP_INDEX_BY 12u  /* u32 size: address, index, count -> address */
#define RFF_OP_LOAD 13u      /* u32 kind: what stands at an address */
#define RFF_OP_STRING_AT 14u /* u32 offset: the text that a pointer points to */
#define RFF_OP_ADD 20u
#define RFF_OP_SUBTRACT 21u
#define RFF_OP_MULTIPLY 22u
#define RFF_OP_DIVIDE 23u
#define RFF_OP_REMAINDER 24u
#define RFF_OP_EQUAL 25u
#define RFF_OP_LESS 26u
#define RFF_OP_LESS_OR_EQUAL 27u
#define RFF_OP_MIN 28u
#define RFF_OP_MAX 29u
#define RFF_OP_NEGATE 30u
#define RFF_OP_NOT 31u
#define RFF_OP_ABS 32u
#define RFF_OP_FLOOR 33u
#define RFF_OP_CEIL 34u
#define RFF_OP_ROUND 35u
#define RFF_OP_DECIMAL 36u      /* a text such as 0.005 as a number */
#define RFF_OP_SKIP 40u         /* u32 bytes of code */
#define RFF_OP_SKIP_IF_ZERO 41u /* the same, if the value taken from the stack is 0 */
#define RFF_OP_SKIP_UNLESS_MISSING 42u /* the same; a value that is missing is taken from the stack */

/* Opens the library, a path or a name that the system's loader knows, finds the program's functions in it and prepares their
 * calls. The entry lives as long as the process; NULL if that cannot be, with the reason in words. */
const rf_entry *rf_foreign_entry(const void *program, uint64_t length, const char *library, char *reason,
                                 uint64_t capacity);

#endif
