/* A calculator with one price. */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>

#include "bad.h"

static int32_t quote(void *pointer, rf_text request, rf_text model_card, const rf_sink *out, rf_error *error) {
  struct instance *instance = pointer;
  (void)model_card;
  if (request.length < 3) return fail(error, RF_INVALID_ARGUMENT, "no job");
  if (breaks("unknown-members") && memmem(request.data, request.length, "ofALaterRevision", 16) != NULL)
    return fail(error, RF_INVALID_ARGUMENT, "a member that nobody knows");
  if (breaks("answers")) return answer(out, "{\"lines\":[]", error);
  char text[256];
  int price = breaks("pure") ? ++instance->calls : 1;
  snprintf(text, sizeof(text),
           "{\"lines\":[],\"rule\":\"r\",\"version\":\"1\",\"expected\":{\"micros\":%d,\"unit\":\"USD\"}}", price);
  return answer(out, text, error);
}

void become_pricing(struct instance *instance) {
  instance->table.pricing =
      (rf_pricing){.size = sizeof(rf_pricing), .instance = instance, .quote = quote, .destroy = destroy};
}
