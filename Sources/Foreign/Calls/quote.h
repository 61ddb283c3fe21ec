/* quote.h: what a formula says, as a quote. */
#ifndef REFRAME_FOREIGN_QUOTE_H
#define REFRAME_FOREIGN_QUOTE_H

#include "frame.h"

/* Whether the card's rule is this plugin's; a failure is noted if not. */
int rff_is_asked(rff_frame *frame);

/* Writes the quote that the binding's price gives after its calls. */
void rff_write_quote(rff_frame *frame, const rf_sink *out);

#endif
