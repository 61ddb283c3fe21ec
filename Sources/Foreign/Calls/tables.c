#include "tables.h"

#include <stdio.h>
#include <stdlib.h>

#include "call.h"
#include "find.h"
#include "json.h"
#include "picture.h"
#include "quote.h"

static int32_t no_memory(rf_error *error) {
  if (RF_HAS(error, message)) {
    error->kind = RF_RESOURCE_EXHAUSTED;
    error->accepted = RF_NOT_ACCEPTED;
    snprintf(error->message, sizeof(error->message), "there is no memory for the call");
  }
  return RF_RESOURCE_EXHAUSTED;
}

static int32_t detect(void *instance, const rf_job *job, const rf_image *image, rf_text parameters,
                      const rf_subjects *out, rf_error *error) {
  rff_frame *frame = rff_begin(instance, job);
  if (frame == NULL) return no_memory(error);
  frame->json[RFF_PARAMETERS] = parameters;
  frame->subjects = out;
  if (rff_lend(frame, RFF_IMAGE, image, 1)) {
    rff_run(frame);
    if (rff_goes_on(frame)) rff_tell_all(frame);
  }
  return rff_end(frame, error);
}

static int is_on_canvas(const rf_fill_task *task) {
  return task->placed_width > 0 && task->placed_height > 0 && task->placed_x >= 0 && task->placed_y >= 0 &&
         (uint64_t)task->placed_x + task->placed_width <= task->image->width &&
         (uint64_t)task->placed_y + task->placed_height <= task->image->height;
}

static void work_on_canvas(rff_frame *frame, const rf_fill_task *task) {
  const rf_image *image = task->image;
  if (image != NULL && RF_HAS(image, flags) && image->flags & RF_IMAGE_READ_ONLY) {
    rff_fail(frame, RF_UNSUPPORTED, "the canvas is read-only");
    return;
  }
  if (!rff_lend(frame, RFF_IMAGE, image, 0)) return;
  if (!is_on_canvas(task)) {
    rff_fail(frame, RF_INVALID_ARGUMENT, "the placed source lies off the canvas or is empty");
    return;
  }
  if (task->source != NULL && !rff_lend(frame, RFF_SOURCE, task->source, 1)) return;
  int64_t *placed = frame->numbers + RFF_PLACED_NUMBERS;
  placed[0] = task->placed_x;
  placed[1] = task->placed_y;
  placed[2] = task->placed_width;
  placed[3] = task->placed_height;
  frame->numbers[RFF_SEED] = task->seed;
  frame->numbers[RFF_EFFORT] = RF_HAS(task, effort) ? task->effort : RF_EFFORT_BALANCED;
  frame->words[RFF_PROMPT] = task->prompt;
  frame->json[RFF_PARAMETERS] = task->parameters;
  rff_run(frame);
  if (rff_goes_on(frame)) rff_take_back(frame, task);
}

static int32_t fill(void *instance, const rf_job *job, const rf_fill_task *task, rf_error *error) {
  rff_frame *frame = rff_begin(instance, job);
  if (frame == NULL) return no_memory(error);
  if (RF_HAS(task, parameters)) work_on_canvas(frame, task);
  else rff_fail(frame, RF_INVALID_ARGUMENT, "the task is shorter than the contract allows");
  return rff_end(frame, error);
}

static int32_t quote(void *instance, rf_text request, rf_text model_card, const rf_sink *out, rf_error *error) {
  rff_frame *frame = rff_begin(instance, NULL);
  if (frame == NULL) return no_memory(error);
  static const char member[] = "parameters";
  frame->json[RFF_REQUEST] = request;
  frame->json[RFF_CARD] = model_card;
  frame->json[RFF_PARAMETERS] = rff_json_find(request, (rf_text){member, sizeof(member) - 1});
  if (rff_is_asked(frame)) {
    rff_run(frame);
    if (rff_goes_on(frame)) rff_write_quote(frame, out);
  }
  return rff_end(frame, error);
}

static void destroy(void *table) { free(table); }

/* A table of one kind, with what is to be freed behind it. */
typedef struct plugin_table {
  union {
    rf_detector detector;
    rf_fill fill;
    rf_pricing pricing;
  };
  rff_binding *binding;
} plugin_table;

static int32_t detect_of(void *instance, const rf_job *job, const rf_image *image, rf_text parameters,
                         const rf_subjects *out, rf_error *error) {
  return detect(((plugin_table *)instance)->binding, job, image, parameters, out, error);
}

static int32_t fill_of(void *instance, const rf_job *job, const rf_fill_task *task, rf_error *error) {
  return fill(((plugin_table *)instance)->binding, job, task, error);
}

static int32_t quote_of(void *instance, rf_text request, rf_text model_card, const rf_sink *out, rf_error *error) {
  return quote(((plugin_table *)instance)->binding, request, model_card, out, error);
}

int32_t rff_make_table(rff_binding *binding, const void **table, rf_error *error) {
  plugin_table *made = calloc(1, sizeof(plugin_table));
  if (made == NULL) return no_memory(error);
  made->binding = binding;
  if (binding->kind == RF_KIND_DETECTOR)
    made->detector = (rf_detector){
        .size = sizeof(rf_detector), .instance = made, .detect = detect_of, .destroy = destroy};
  else if (binding->kind == RF_KIND_FILL)
    made->fill = (rf_fill){.size = sizeof(rf_fill), .instance = made, .fill = fill_of, .destroy = destroy};
  else
    made->pricing = (rf_pricing){
        .size = sizeof(rf_pricing), .instance = made, .quote = quote_of, .destroy = destroy};
  *table = made;
  return RF_OK;
}
