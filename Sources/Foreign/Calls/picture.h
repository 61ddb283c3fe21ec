/* picture.h: pictures as a library wants them. */
#ifndef REFRAME_FOREIGN_PICTURE_H
#define REFRAME_FOREIGN_PICTURE_H

#include "frame.h"

/* Lends a picture to the frame as RFF_IMAGE or RFF_SOURCE: as it is or, if the binding asks for a layout, a copy
 * in that. Notes a failure and answers 0 if it is none that can be lent. */
int rff_lend(rff_frame *frame, uint32_t buffer, const rf_image *image, int is_read_only);

/* Takes what a fill made of the canvas over from the copy, if there is one; what is placed stays as it is. */
void rff_take_back(rff_frame *frame, const rf_fill_task *task);

#endif
