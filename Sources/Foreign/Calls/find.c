#include "find.h"

#include <math.h>

#include "expression.h"

#define REGION_LIMIT 1000
#define CELL_LIMIT 65536
/* Boxes in whole pixels may stick out by a rounding. */
#define SLACK 0.001

/* Whether the region lies in the picture. */
static int is_sound(const double *box, double score) {
  for (int each = 0; each < 4; each++) {
    if (!isfinite(box[each])) return 0;
  }
  return isfinite(score) && box[0] >= -SLACK && box[1] >= -SLACK && box[2] >= 0 && box[3] >= 0 &&
         box[0] + box[2] <= 1 + SLACK && box[1] + box[3] <= 1 + SLACK && score >= 0 && score <= 1;
}

static int tell_one(rff_frame *frame, const rff_find *find, rf_text source) {
  static const char *const sides[] = {"'x'", "'y'", "'width'", "'height'"};
  double box[4], score = 1;
  rff_place place = {.function = source};
  for (int each = 0; each < 4; each++) {
    place.what = sides[each];
    if (!rff_real(frame, &find->box[each], &place, &box[each])) return 0;
  }
  place.what = "'score'";
  if (find->score.length > 0 && !rff_real(frame, &find->score, &place, &score)) return 0;
  rf_text label = {0};
  place.what = "'label'";
  if (find->label.length > 0 && !rff_text_value(frame, &find->label, &place, &label)) return 0;
  if (!is_sound(box, score)) {
    place.what = "a region";
    rff_fail(frame, RF_INTERNAL, "%s lies off the picture or has no sound score: x %g, y %g, width %g, height %g, score %g",
             rff_in_words(&place).text, box[0], box[1], box[2], box[3], score);
    return 0;
  }
  rf_region region = {.size = sizeof(rf_region), .x = box[0], .y = box[1], .width = box[2], .height = box[3],
                      .score = score, .label = label};
  int32_t status = frame->subjects->region(frame->subjects->context, &region);
  if (status != RF_OK) rff_fail(frame, status, "the host takes no more regions");
  return status == RF_OK;
}

void rff_tell(rff_frame *frame, const rff_find *find, rf_text source) {
  int64_t count = 1, outer = frame->numbers[RFF_INDEX_NUMBER];
  rff_place counted = {source, "'count'", {0}}, when = {source, "'when'", {0}};
  if (frame->subjects == NULL || (find->count.length > 0 && !rff_whole(frame, &find->count, &counted, &count))) return;
  if (count < 0 || count > REGION_LIMIT) {
    rff_fail(frame, RF_INTERNAL, "%s, '%.*s', is %lld; 0 to %d can be", rff_in_words(&counted).text,
             RFF_SHOW(find->count.text), (long long)count, REGION_LIMIT);
    return;
  }
  for (int64_t each = 0; each < count && frame->status == RF_OK; each++) {
    frame->numbers[RFF_INDEX_NUMBER] = each;
    if (rff_holds(frame, &find->when, &when) && !tell_one(frame, find, source)) return;
  }
  frame->numbers[RFF_INDEX_NUMBER] = outer;
}

static void tell_saliency(rff_frame *frame) {
  rff_binding *binding = frame->binding;
  int64_t columns, rows;
  rff_place place = {.what = "'columns' of the saliency"};
  if (!rff_whole(frame, &binding->columns, &place, &columns)) return;
  place.what = "'rows' of the saliency";
  if (!rff_whole(frame, &binding->rows, &place, &rows)) return;
  const rff_buffer *buffer = &frame->buffers[binding->saliency_buffer];
  if (columns < 1 || rows < 1 || columns > CELL_LIMIT || rows > CELL_LIMIT / columns || buffer->data == NULL ||
      (uint64_t)(columns * rows) > buffer->length) {
    rff_fail(frame, RF_INTERNAL, "a saliency of %lld x %lld cells; there are %llu bytes, and %d are the most",
             (long long)columns, (long long)rows, (unsigned long long)buffer->length, CELL_LIMIT);
    return;
  }
  rf_saliency saliency = {.size = sizeof(rf_saliency), .columns = (uint32_t)columns, .rows = (uint32_t)rows,
                          .values = buffer->data};
  int32_t status = frame->subjects->saliency(frame->subjects->context, &saliency);
  if (status != RF_OK) rff_fail(frame, status, "the host takes no saliency");
}

void rff_tell_all(rff_frame *frame) {
  rff_binding *binding = frame->binding;
  for (uint32_t each = 0; each < binding->find_count && frame->status == RF_OK; each++)
    rff_tell(frame, &binding->finds[each], (rf_text){0});
  if (binding->has_saliency && frame->status == RF_OK) tell_saliency(frame);
}
