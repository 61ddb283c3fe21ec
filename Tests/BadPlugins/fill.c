/* A fill that paints one grey. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bad.h"

int others_have_ended(void);

/* Where this copy paints what it should not, or does not what it should. */
struct brush {
  uint32_t width;
  uint64_t stride;
  uint8_t value;
};

static struct brush choose(const rf_fill_task *task) {
  const rf_image *image = task->image;
  struct brush brush = {image->width, image->stride, (uint8_t)(task->seed + 86)};
  if (breaks("prime-sizes") && image->width > 2) brush.width &= ~1u;
  if (breaks("padded-stride")) brush.stride = (uint64_t)image->width * image->layout;
  return brush;
}

static int32_t paint(const rf_job *job, const rf_fill_task *task, int shift, rf_error *error) {
  const rf_image *image = task->image;
  struct brush brush = choose(task);
  brush.value += (uint8_t)shift;
  for (int64_t y = 0; y < (int64_t)image->height; y++) {
    if (rf_job_cancelled(job)) return fail(error, RF_CANCELLED, "cancelled");
    uint8_t *row = (uint8_t *)image->pixels + (uint64_t)y * brush.stride;
    int beside = y >= task->placed_y && y < task->placed_y + (int64_t)task->placed_height;
    for (int64_t x = 0; x < (int64_t)brush.width; x++) {
      if (beside && x >= task->placed_x && x < task->placed_x + (int64_t)task->placed_width) continue;
      uint8_t *pixel = row + x * image->layout;
      if (breaks("fills-exposed") && y == 0 && x == 0) {
        for (uint32_t channel = 0; how("shows") && channel < image->layout; channel++) pixel[channel] ^= 0xff;
        continue;
      }
      memset(pixel, brush.value, image->layout);
    }
  }
  if (breaks("keeps-placed"))
    ((uint8_t *)image->pixels)[(uint64_t)task->placed_y * image->stride + (uint64_t)task->placed_x * image->layout] ^= 1;
  return RF_OK;
}

/* Touches what it should not. */
static void trespass(struct instance *instance, const rf_fill_task *task) {
  const rf_image *image = task->image;
  const volatile uint8_t *pixels = image->pixels;
  uint64_t end = (uint64_t)(image->height - 1) * image->stride + (uint64_t)image->width * image->layout;
  if (breaks("guard-pages") && !how("before")) (void)pixels[end];
  if (breaks("guard-pages") && how("before")) (void)pixels[-1];
  if (breaks("older-host") && task->subject != NULL) (void)*(volatile const uint32_t *)&task->subject->size;
  if (breaks("text-length")) (void)*(volatile const char *)(task->parameters.data + strlen(task->parameters.data));
  if (breaks("read-only-input")) *(volatile uint32_t *)&task->size = task->size;
  if (breaks("one-pixel") && image->width < 3 && image->height < 3) abort();
  if (breaks("keeps-pointers")) {
    if (instance->kept != NULL) (void)*(const volatile uint8_t *)instance->kept;
    instance->kept = image->pixels;
  }
  if (breaks("no-extensions")) {
    const rf_host_pixels *table = instance->host->extension(instance->host->context, RF_HOST_PIXELS);
    (void)*(const volatile uint32_t *)&table->size;
  }
}

/* Uses memory of all calls as if there were only one. */
static int is_disturbed(void) {
  static volatile int owner;
  int mine = gettid();
  owner = mine;
  usleep(1000);
  return owner != mine;
}

static int32_t fill(void *pointer, const rf_job *job, const rf_fill_task *task, rf_error *error) {
  struct instance *instance = pointer;
  if (!RF_HAS(job, resume) && !breaks("short-structs"))
    return fail(error, RF_INVALID_ARGUMENT, "a job of an unknown size");
  if (!RF_HAS(task, parameters)) return fail(error, RF_INVALID_ARGUMENT, "a task of an unknown size");
  int32_t status = judge(task->image, error);
  if (status != RF_OK) return status;
  misbehave(job);
  trespass(instance, task);
  if (breaks("malformed-data") && task->parameters.length != 2) throw_exception();
  if (breaks("answers")) return fail(error, RF_INTERNAL, "nothing is filled here");
  if (breaks("concurrency") && is_disturbed()) return fail(error, RF_INTERNAL, "somebody else is here");
  if (others_have_ended()) return fail(error, RF_INTERNAL, "the others are gone");
  if (breaks("cancel-latency") && task->image->width >= 1000) usleep(1200000);
  return paint(job, task, breaks("pure") ? instance->calls++ : 0, error);
}

void become_fill(struct instance *instance) {
  instance->table.fill = (rf_fill){.size = sizeof(rf_fill), .instance = instance, .fill = fill, .destroy = destroy};
}
