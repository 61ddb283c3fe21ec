/* A detector that finds one subject in the middle. */
#include "bad.h"

static int32_t detect(void *pointer, const rf_job *job, const rf_image *image, rf_text parameters,
                      const rf_subjects *out, rf_error *error) {
  (void)pointer, (void)parameters;
  if (!RF_HAS(job, resume) || !RF_HAS(out, saliency)) return fail(error, RF_INVALID_ARGUMENT, "of an unknown size");
  int32_t status = judge(image, error);
  if (status != RF_OK) return status;
  if (rf_job_cancelled(job)) return fail(error, RF_CANCELLED, "cancelled");
  misbehave(job);
  volatile uint8_t *pixels = image->pixels;
  if (breaks("read-only-input")) pixels[0] = pixels[0];
  /* The mean shows whether the rows are found. */
  uint64_t sum = 0, row = (uint64_t)image->width * image->layout;
  for (uint32_t y = 0; y < image->height; y++)
    for (uint64_t x = 0; x < row; x++) sum += pixels[y * (breaks("padded-stride") ? row : image->stride) + x];
  rf_region region = {.size = sizeof(rf_region), .x = 0.25, .y = 0.25, .width = 0.5, .height = 0.5};
  region.score = (double)sum / (255.0 * (double)(row * image->height));
  if (breaks("answers")) region.x = 2;
  status = out->region(out->context, &region);
  if (breaks("refused-answers")) return how("more") ? fail(error, out->region(out->context, &region), "twice refused") : RF_OK;
  return status == RF_OK || breaks("answers") ? status : fail(error, status, "the host refused a subject");
}

void become_detector(struct instance *instance) {
  instance->table.detector =
      (rf_detector){.size = sizeof(rf_detector), .instance = instance, .detect = detect, .destroy = destroy};
}
