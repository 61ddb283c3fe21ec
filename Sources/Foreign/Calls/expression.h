/* expression.h: what an author wrote in a manifest, worked out. */
#ifndef REFRAME_FOREIGN_EXPRESSION_H
#define REFRAME_FOREIGN_EXPRESSION_H

#include "frame.h"

typedef enum rff_value_kind { RFF_IS_MISSING, RFF_IS_INT, RFF_IS_REAL, RFF_IS_TEXT, RFF_IS_IN_FRAME, RFF_IS_OUTSIDE } rff_value_kind;

typedef struct rff_value {
  rff_value_kind kind;
  union {
    int64_t whole;
    double real;
    rf_text text; /* of a missing value, where it was looked for */
    uint8_t *address;
  };
} rff_value;

/* Works it out. 0, and a failure noted that begins with the place, if that cannot be; a missing value is none of these. */
int rff_evaluate(rff_frame *frame, const rff_expression *expression, const rff_place *place, rff_value *result);

/* The same for a whole number, a number, a text; a missing value is a failure then. */
int rff_whole(rff_frame *frame, const rff_expression *expression, const rff_place *place, int64_t *result);
int rff_real(rff_frame *frame, const rff_expression *expression, const rff_place *place, double *result);
int rff_text_value(rff_frame *frame, const rff_expression *expression, const rff_place *place, rf_text *result);

/* Whether it holds; what is not written does. A failure is noted if that cannot be said, and 0 answered. */
int rff_holds(rff_frame *frame, const rff_expression *expression, const rff_place *place);

/* Puts a number into memory as a value of a type. */
int rff_put(rff_frame *frame, const rff_expression *expression, const rff_place *place, uint32_t type, void *memory);

#endif
