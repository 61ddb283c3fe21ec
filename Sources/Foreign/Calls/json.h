/* json.h: single values of a JSON text, found without building anything. */
#ifndef REFRAME_FOREIGN_JSON_H
#define REFRAME_FOREIGN_JSON_H

#include "reframe.h"

/* The value at a path such as `outputs[0].size.width`, as it is written; empty if there is none, or `null`. The text is
 * well-formed, as the host wrote it; one that is not gives nothing, or something of it. */
rf_text rff_json_find(rf_text json, rf_text path);

/* Elements of an array; -1 if it is none. */
int64_t rff_json_count(rf_text value);

/* Writes the text of a string, at most as long as it is written, and answers its length; -1 if it is no string. */
int64_t rff_json_unescape(rf_text value, char *out);

#endif
