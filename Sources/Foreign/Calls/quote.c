#include "quote.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "expression.h"
#include "json.h"

/* A quote in the making. */
typedef struct quote_text {
  char data[16384];
  size_t length;
  int is_full;
} quote_text;

static void add(quote_text *text, const char *piece, size_t length) {
  if (length > sizeof(text->data) - text->length) {
    text->is_full = 1;
    return;
  }
  memcpy(text->data + text->length, piece, length);
  text->length += length;
}

static void add_literal(quote_text *text, const char *piece) { add(text, piece, strlen(piece)); }

static void add_string(quote_text *text, rf_text string) {
  add_literal(text, "\"");
  for (uint64_t each = 0; each < string.length; each++) {
    char character = string.data[each], escape[8];
    if (character == '"' || character == '\\' || (unsigned char)character < 0x20) {
      snprintf(escape, sizeof(escape), "\\u%04x", (unsigned)(unsigned char)character);
      add_literal(text, escape);
    } else {
      add(text, &character, 1);
    }
  }
  add_literal(text, "\"");
}

static void add_money(quote_text *text, int64_t micros, rf_text unit) {
  char number[64];
  snprintf(number, sizeof(number), "{\"micros\":%lld,\"unit\":", (long long)micros);
  add_literal(text, number);
  add_string(text, unit);
  add_literal(text, "}");
}

int rff_is_asked(rff_frame *frame) {
  static const char member[] = "pricing.calculator", slug_member[] = "slug";
  rf_text found = rff_json_find(frame->json[RFF_CARD], (rf_text){member, sizeof(member) - 1});
  rf_text slug = rff_json_find(frame->json[RFF_CARD], (rf_text){slug_member, sizeof(slug_member) - 1});
  rf_text id = frame->binding->program->id;
  /* Ids need no escapes. */
  if (found.length == id.length + 2 && memcmp(found.data + 1, id.data, id.length) == 0) return 1;
  rff_fail(frame, RF_UNSUPPORTED, "the price of %.*s has no rule of the calculator '%.*s'", RFF_SHOW(slug), RFF_SHOW(id));
  return 0;
}

/* Millionths of an amount; 0 if it is none, and a failure noted, or `is_known` cleared if a value is not given. */
static int micros_of(rff_frame *frame, const rff_expression *amount, const char *what, int64_t *micros, int *is_known) {
  rff_value value;
  rff_place place = {.what = what};
  if (!rff_evaluate(frame, amount, &place, &value)) return 0;
  if (value.kind == RFF_IS_MISSING) {
    *is_known = 0;
    return 1;
  }
  if (value.kind == RFF_IS_INT) {
    if (value.whole >= 0 && !__builtin_mul_overflow(value.whole, INT64_C(1000000), micros)) return 1;
    rff_fail(frame, RF_INTERNAL, "%s, '%.*s', is %lld, no amount", what, RFF_SHOW(amount->text), (long long)value.whole);
    return 0;
  }
  double exact = value.kind == RFF_IS_REAL ? round(value.real * 1e6) : NAN;
  if (!(exact >= 0 && exact <= 9.2e18)) {
    rff_fail(frame, RF_INTERNAL, "%s, '%.*s', is %g, no amount", what, RFF_SHOW(amount->text),
             value.kind == RFF_IS_REAL ? value.real : NAN);
    return 0;
  }
  *micros = (int64_t)exact;
  return 1;
}

/* A text of the quote, by the manifest or as said otherwise. */
static int text_of(rff_frame *frame, const rff_expression *written, const char *what, rf_text otherwise, rf_text *text) {
  rff_place place = {.what = what};
  *text = otherwise;
  return written->length == 0 || rff_text_value(frame, written, &place, text);
}

void rff_write_quote(rff_frame *frame, const rf_sink *out) {
  const rff_price *price = &frame->binding->price;
  const rff_program *program = frame->binding->program;
  int64_t expected = 0, maximum = 0;
  int is_known = 1;
  rf_text unit, rule, version, label, note;
  if (!micros_of(frame, &price->amount, "the amount", &expected, &is_known)) return;
  maximum = expected;
  if (price->maximum.length > 0 && !micros_of(frame, &price->maximum, "the maximum", &maximum, &is_known)) return;
  if (is_known && maximum < expected) {
    rff_fail(frame, RF_INTERNAL, "the maximum, '%.*s', is less than the amount", RFF_SHOW(price->maximum.text));
    return;
  }
  if (!text_of(frame, &price->unit, "the unit", (rf_text){0}, &unit) ||
      !text_of(frame, &price->rule, "the rule", program->id, &rule) ||
      !text_of(frame, &price->version, "the version", program->version, &version) ||
      !text_of(frame, &price->label, "the label", program->id, &label) ||
      !text_of(frame, &price->note, "the note", (rf_text){0}, &note))
    return;
  quote_text text = {.length = 0};
  add_literal(&text, "{\"lines\":[");
  if (is_known) {
    add_literal(&text, "{\"label\":");
    add_string(&text, label);
    add_literal(&text, ",\"quantity\":1,\"amount\":");
    add_money(&text, expected, unit);
    add_literal(&text, "}],\"expected\":");
    add_money(&text, expected, unit);
    add_literal(&text, ",\"maximum\":");
    add_money(&text, maximum, unit);
  } else {
    add_literal(&text, "]");
    if (note.length == 0) note = (rf_text){"the price depends on something that is not given", 48};
  }
  add_literal(&text, ",\"rule\":");
  add_string(&text, rule);
  add_literal(&text, ",\"version\":");
  add_string(&text, version);
  if (note.length > 0) {
    add_literal(&text, ",\"note\":");
    add_string(&text, note);
  }
  add_literal(&text, "}");
  if (text.is_full) {
    rff_fail(frame, RF_INTERNAL, "the texts of the quote are too long");
    return;
  }
  int32_t status = out->write(out->context, text.data, text.length);
  if (status != RF_OK) rff_fail(frame, status, "the host takes no quote");
}
