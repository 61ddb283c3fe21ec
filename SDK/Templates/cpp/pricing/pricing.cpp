// PLUGIN_ID: so much for each output.
//
// A calculator says what a job will cost before anybody buys. The price itself is never in the code: it stands in a
// price book, and comes with the card of the model. The rules stand in reframe.h; those that matter here are told
// where they apply.
#include <string>

#include "plugin.hpp"
#include "reframe_json.h"

namespace {

/// The product, or a fault if it does not fit.
int64_t multiplied(int64_t first, int64_t second) {
  int64_t product;
  if (__builtin_mul_overflow(first, second, &product))
    throw Fault(RF_INVALID_ARGUMENT, "that is more than can be counted");
  return product;
}

/// Reads an amount such as "0.005" as millionths, exactly: money is never a floating-point number.
int64_t micros(rf_text amount) {
  const Fault fault(RF_INVALID_ARGUMENT, "an amount of the price book is negative or not exact");
  const std::string_view digits = view(rf_json_string(amount));
  const size_t point = digits.find('.');
  const size_t decimals = point == digits.npos ? 0 : digits.size() - point - 1;
  if (digits.empty() || point == 0 || decimals > 6 || digits.back() == '.') throw fault;
  int64_t sum = 0;
  for (size_t index = 0; index < digits.size(); index++) {
    if (index == point) continue;
    if (digits[index] < '0' || digits[index] > '9') throw fault;
    sum = multiplied(sum, 10);
    if (__builtin_add_overflow(sum, digits[index] - '0', &sum)) throw fault;
  }
  for (size_t left = decimals; left < 6; left++) sum = multiplied(sum, 10);
  return sum;
}

std::string money(int64_t micros, std::string_view unit) {
  return "{\"micros\":" + std::to_string(micros) + ",\"unit\":\"" + std::string(unit) + "\"}";
}

/// One instance: the table that the host calls through, and room for state of your own.
struct Pricing {
  rf_pricing table;

  Pricing()
      : table{.size = sizeof(rf_pricing), .reserved = 0, .instance = this, .quote = quote, .destroy = destroy} {}

  static void destroy(void *instance) { delete static_cast<Pricing *>(instance); }

  /// Pure: the same job and card give the same quote, without clock, file or network. Several threads may be in here
  /// at a time.
  static int32_t quote(void *, rf_text request, rf_text card, const rf_sink *out, rf_error *error) {
    return guarded(error, [&] {
      require(RF_HAS(out, write));
      const rf_text rule = rf_json_member(card, "pricing");
      if (!rf_json_is(rf_json_member(rule, "calculator"), "PLUGIN_ID"))
        throw Fault(RF_UNSUPPORTED, "the card's price has no rule of the calculator 'PLUGIN_ID'");
      // What the card's strings hold between their quotes may stand between quotes again.
      const auto name = [&](const char *member) {
        return std::string(view(rf_json_string(rf_json_member(rule, member))));
      };
      const std::string json = "{" + priced(request, rule, name("unit")) + ",\"rule\":\"" + name("book") + "/" +
                               name("name") + "\",\"version\":\"" + name("version") + "\"}";
      check(out->write(out->context, json.data(), json.size()), "the host refused the quote");
    });
  }

  /// The members that say the price, or why it is not known, which is never the same as free.
  static std::string priced(rf_text request, rf_text rule, const std::string &unit) {
    const rf_text prices = rf_json_member(rule, "prices"), price = rf_json_item(prices, 0);
    if (rf_json_count(prices) != 1 || rf_json_member(price, "when").length > 2)
      throw Fault(RF_INVALID_ARGUMENT, "what costs the same for each output has one price without conditions");
    const rf_text amount = rf_json_member(price, "amount"), limit = rf_json_member(price, "maximum");
    if (rf_json_is(amount, "unknown")) return "\"lines\":[],\"note\":\"the vendor's price is not known\"";
    const int64_t each = micros(amount), most = rf_json_is_null(limit) ? each : micros(limit);
    if (most < each) throw Fault(RF_INVALID_ARGUMENT, "an amount of the price book is above its maximum");

    int64_t count, variations;
    const auto outputs = static_cast<int64_t>(rf_json_count(rf_json_member(request, "outputs")));
    if (!rf_json_integer(rf_json_member(request, "imageCount"), &variations) || variations < 1 || outputs < 1 ||
        __builtin_mul_overflow(outputs, variations, &count))
      return "\"lines\":[],\"note\":\"the outputs cannot be counted\"";
    const std::string expected = money(multiplied(each, count), unit);
    return "\"lines\":[{\"label\":\"output\",\"quantity\":" + std::to_string(count) + ",\"amount\":" + expected +
           "}],\"expected\":" + expected + ",\"maximum\":" + money(multiplied(most, count), unit);
  }
};

}  // namespace

// ---- What the host asks for ----

/// `configuration` is the user's settings for this plugin, a JSON object. The host may not be called from here; to
/// call it later, keep the pointer: it lives as long as the instance.
static int32_t create(const rf_host *host, rf_text, const void **made, rf_error *error) {
  return guarded(error, [&] {
    require(RF_HAS(host, extension));
    *made = &(new Pricing)->table;
  });
}

/// RF_CONCURRENT: any number of calls at a time. A plugin that is not ready for that says RF_INSTANCE_SERIAL, or
/// RF_PROCESS_SERIAL if what it uses is not either, and the host keeps to it.
static const rf_factory factory = {
    .size = sizeof(rf_factory),
    .kind = RF_KIND_PRICING,
    .concurrency = RF_CONCURRENT,
    .reserved = 0,
    .create = create,
};

/// Id and version are those of plugin.json.
static const rf_entry entry = {
    .size = sizeof(rf_entry),
    .contract_major = RF_CONTRACT_MAJOR,
    .contract_minor = RF_CONTRACT_MINOR,
    .reserved = 0,
    .id = text("PLUGIN_ID"),
    .version = text("0.1.0"),
    .factory = [](uint32_t kind) { return kind == RF_KIND_PRICING ? &factory : nullptr; },
};

const rf_entry *reframe_entry(const rf_handshake *handshake) {
  if (!RF_HAS(handshake, reason_capacity)) return nullptr;
  if (handshake->contract_major == RF_CONTRACT_MAJOR) return &entry;
  std::snprintf(handshake->reason, handshake->reason_capacity, "the host speaks contract %u, this plugin %u",
                handshake->contract_major, RF_CONTRACT_MAJOR);
  return nullptr;
}
