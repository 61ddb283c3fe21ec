/*
 * A plugin that keeps every rule of the contract but one, told by the name of its file: libbad-RULE.so breaks RULE,
 * libbad-RULE.HOW.so does it in another way.
 */
#ifndef BAD_H
#define BAD_H

#include "reframe.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}

/* Whether this copy breaks the rule, in whatever way. */
int breaks(const char *rule);
/* Whether this copy breaks its rule in that way. */
int how(const char *way);

/* Fills the error, and answers `kind`. */
int32_t fail(rf_error *error, int32_t kind, const char *message);
/* Writes text to a sink, and answers what it answers. */
int32_t answer(const rf_sink *out, const char *text, rf_error *error);
/* Breaks a rule that each kind may break anywhere in a call. */
void misbehave(const rf_job *job);
/* What is wrong with a picture or its struct; RF_OK if nothing is. */
int32_t judge(const rf_image *image, rf_error *error);
/* Throws an exception of C++. */
void throw_exception(void);

struct instance {
  union {
    rf_fill fill;
    rf_detector detector;
    rf_pricing pricing;
    rf_provider provider;
  } table;
  const rf_host *host;
  const uint8_t *kept;
  int calls;
};

/* Fill in the tables. */
void become_fill(struct instance *instance);
void become_detector(struct instance *instance);
void become_pricing(struct instance *instance);
void become_provider(struct instance *instance);
void destroy(void *instance);

#endif
