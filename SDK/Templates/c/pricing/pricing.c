/*
 * PLUGIN_ID: so much for each output.
 *
 * A calculator says what a job will cost before anybody buys. The price itself is never in the code: it stands in
 * a price book, and comes with the card of the model. The rules stand in reframe.h; those that matter here are
 * told where they apply.
 */
#include <stdio.h>

#include "reframe.h"
#include "reframe_json.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}

/* Reports a fault: its kind as the status, and in words what, where and what to do. Work on this machine was
 * never accepted by a paid service, which has to be said: silence means that nobody knows. */
static int32_t fail(rf_error *error, int32_t kind, const char *message) {
  if (RF_HAS(error, message)) {
    error->kind = kind;
    error->accepted = RF_NOT_ACCEPTED;
    snprintf(error->message, sizeof error->message, "%s", message);
  }
  return kind;
}

/* Reads an amount such as "0.005" as millionths, exactly: money is never a floating-point number. 0 if it is none,
 * is negative, or has more than six decimals. */
static int read_micros(rf_text amount, int64_t *micros) {
  rf_text digits = rf_json_string(amount);
  int decimals = -1;
  *micros = 0;
  for (uint64_t index = 0; index < digits.length; index++) {
    char digit = digits.data[index];
    if (digit == '.' && decimals < 0 && index > 0) {
      decimals = 0;
    } else if (digit < '0' || digit > '9' || decimals == 6) {
      return 0;
    } else {
      if (__builtin_mul_overflow(*micros, 10, micros)) return 0;
      if (__builtin_add_overflow(*micros, digit - '0', micros)) return 0;
      if (decimals >= 0) decimals++;
    }
  }
  if (digits.length == 0 || decimals == 0) return 0;
  for (int left = decimals < 0 ? 0 : decimals; left < 6; left++)
    if (__builtin_mul_overflow(*micros, 10, micros)) return 0;
  return 1;
}

/* How many pictures come out: every output in every variation. 0 if that cannot be counted. */
static int count_results(rf_text request, int64_t *count) {
  int64_t variations, outputs = (int64_t)rf_json_count(rf_json_member(request, "outputs"));
  if (!rf_json_integer(rf_json_member(request, "imageCount"), &variations)) return 0;
  return variations > 0 && outputs > 0 && !__builtin_mul_overflow(outputs, variations, count);
}

/* Writes the quote as JSON; without `amounts` the price is not known, which is never the same as free. What the
 * card's strings hold between their quotes may stand between quotes again. */
static int32_t answer(rf_text rule, const char *lines, const char *amounts, const char *note, const rf_sink *out,
                      rf_error *error) {
  rf_text book = rf_json_string(rf_json_member(rule, "book")), name = rf_json_string(rf_json_member(rule, "name"));
  rf_text version = rf_json_string(rf_json_member(rule, "version"));
  char text[2048];
  int length = snprintf(text, sizeof text,
                        "{\"lines\":[%s],%s\"rule\":\"%.*s/%.*s\",\"version\":\"%.*s\"%s%s%s}", lines, amounts,
                        (int)book.length, book.data, (int)name.length, name.data, (int)version.length, version.data,
                        *note ? ",\"note\":\"" : "", note, *note ? "\"" : "");
  if (length < 0 || length >= (int)sizeof text)
    return fail(error, RF_INVALID_ARGUMENT, "the rule's names are too long for a quote");
  int32_t status = out->write(out->context, text, (uint64_t)length);
  return status == RF_OK ? RF_OK : fail(error, status, "the host refused the quote");
}

/* Pure: the same job and card give the same quote, without clock, file or network. Several threads may be in here
 * at a time. */
static int32_t quote(void *instance, rf_text request, rf_text model_card, const rf_sink *out, rf_error *error) {
  (void)instance;
  /* A member is there if the host's struct reaches to its end. Those of revision 1.0 always are; to look before use
   * keeps a host with a fault of its own from making this plugin read memory that is not there. */
  if (!RF_HAS(out, write)) return fail(error, RF_INVALID_ARGUMENT, "a struct that is shorter than in revision 1.0");
  rf_text rule = rf_json_member(model_card, "pricing"), prices = rf_json_member(rule, "prices");
  if (!rf_json_is(rf_json_member(rule, "calculator"), "PLUGIN_ID"))
    return fail(error, RF_UNSUPPORTED, "the card's price has no rule of the calculator 'PLUGIN_ID'");
  rf_text price = rf_json_item(prices, 0), amount = rf_json_member(price, "amount");
  if (rf_json_count(prices) != 1 || rf_json_member(price, "when").length > 2)
    return fail(error, RF_INVALID_ARGUMENT, "what costs the same for each output has one price without conditions");
  if (rf_json_is(amount, "unknown")) return answer(rule, "", "", "the vendor's price is not known", out, error);

  int64_t each, most, count, expected, maximum;
  rf_text unit = rf_json_string(rf_json_member(rule, "unit")), limit = rf_json_member(price, "maximum");
  if (unit.length > 100) return fail(error, RF_INVALID_ARGUMENT, "the price book's unit is too long");
  if (!read_micros(amount, &each) || !read_micros(rf_json_is_null(limit) ? amount : limit, &most) || most < each)
    return fail(error, RF_INVALID_ARGUMENT, "an amount is not exact, negative, or above its maximum");
  if (!count_results(request, &count)) return answer(rule, "", "", "the outputs cannot be counted", out, error);
  if (__builtin_mul_overflow(each, count, &expected) || __builtin_mul_overflow(most, count, &maximum))
    return fail(error, RF_INVALID_ARGUMENT, "that is more than can be counted");

  char lines[512], amounts[512];
  snprintf(lines, sizeof lines,
           "{\"label\":\"output\",\"quantity\":%lld,\"amount\":{\"micros\":%lld,\"unit\":\"%.*s\"}}",
           (long long)count, (long long)expected, (int)unit.length, unit.data);
  snprintf(amounts, sizeof amounts,
           "\"expected\":{\"micros\":%lld,\"unit\":\"%.*s\"},\"maximum\":{\"micros\":%lld,\"unit\":\"%.*s\"},",
           (long long)expected, (int)unit.length, unit.data, (long long)maximum, (int)unit.length, unit.data);
  return answer(rule, lines, amounts, "", out, error);
}

/* ---- What the host asks for ---- */

/* There is no state, so one table serves every instance and there is nothing to free. With state, `create`
 * allocates it with a table whose `instance` points to it, and `destroy` frees both. */
static void destroy(void *instance) { (void)instance; }

static const rf_pricing table = {.size = sizeof(rf_pricing), .quote = quote, .destroy = destroy};

/* `configuration` is the user's settings for this plugin, a JSON object. The host may not be called from here. */
static int32_t create(const rf_host *host, rf_text configuration, const void **made, rf_error *error) {
  (void)configuration;
  if (!RF_HAS(host, extension)) return fail(error, RF_INVALID_ARGUMENT, "a struct that is shorter than in revision 1.0");
  *made = &table;
  return RF_OK;
}

/* RF_CONCURRENT: any number of calls at a time. A plugin that is not ready for that says RF_INSTANCE_SERIAL, or
 * RF_PROCESS_SERIAL if what it uses is not either, and the host keeps to it. */
static const rf_factory factory = {
    .size = sizeof(rf_factory), .kind = RF_KIND_PRICING, .concurrency = RF_CONCURRENT, .create = create};

static const rf_factory *factory_of(uint32_t kind) { return kind == RF_KIND_PRICING ? &factory : NULL; }

/* Id and version are those of plugin.json. */
static const rf_entry entry = {.size = sizeof(rf_entry),
                               .contract_major = RF_CONTRACT_MAJOR,
                               .contract_minor = RF_CONTRACT_MINOR,
                               .id = TEXT("PLUGIN_ID"),
                               .version = TEXT("0.1.0"),
                               .factory = factory_of};

const rf_entry *reframe_entry(const rf_handshake *handshake) {
  if (!RF_HAS(handshake, reason_capacity)) return NULL;
  if (handshake->contract_major == RF_CONTRACT_MAJOR) return &entry;
  snprintf(handshake->reason, handshake->reason_capacity, "the host speaks contract %u, this plugin %u",
           handshake->contract_major, RF_CONTRACT_MAJOR);
  return NULL;
}
