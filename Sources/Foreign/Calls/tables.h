/* tables.h: the contract's tables over a binding. */
#ifndef REFRAME_FOREIGN_TABLES_H
#define REFRAME_FOREIGN_TABLES_H

#include "program.h"

/* Makes an instance of the binding's kind, as a factory does. */
int32_t rff_make_table(rff_binding *binding, const void **table, rf_error *error);

#endif
