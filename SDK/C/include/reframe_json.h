/*
 * reframe_json.h: reads the JSON that crosses the contract, without allocating. C11 and C++11.
 *
 * A convenience for plugins in C and C++, and no part of the contract: use any other reader instead. Each
 * function is given the text of one value and answers with the part of it that holds another, or with an empty
 * text if there is none, so that calls nest:
 *
 *   rf_text aspect = rf_json_member(rf_json_item(rf_json_member(request, "outputs"), 0), "aspect");
 *   if (rf_json_is(aspect, "16:9")) ...
 *
 * Nothing is read beyond a text's length, whatever it holds. What is no JSON gives empty texts or nonsense; the
 * host only sends what is.
 */
#ifndef REFRAME_JSON_H
#define REFRAME_JSON_H

#include <string.h>

#include "reframe.h"

/* A part of a text; empty if it does not end after its start. */
static inline rf_text rf_json_part(const char *start, const char *end) {
  rf_text part = {start, start >= end ? 0 : (uint64_t)(end - start)};
  return part;
}

/* The first character from `at` on that is neither space nor one of `skipped`. */
static inline const char *rf_json_skip(const char *at, const char *end, char skipped) {
  while (at < end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r' || *at == skipped)) at++;
  return at;
}

/* The character after the value that starts at `at`. */
static inline const char *rf_json_end(const char *at, const char *end) {
  int is_string = 0;
  uint64_t depth = 0;
  for (; at < end; at++) {
    if (is_string && *at == '\\' && at + 1 < end) {
      at++;
    } else if (*at == '"') {
      is_string = !is_string;
      if (!is_string && depth == 0) return at + 1;
    } else if (!is_string && (*at == '{' || *at == '[')) {
      depth++;
    } else if (!is_string && (*at == '}' || *at == ']')) {
      if (depth == 0) return at;
      if (--depth == 0) return at + 1;
    } else if (!is_string && depth == 0 && (*at == ',' || *at == ':' || rf_json_skip(at, at + 1, ' ') > at)) {
      return at;
    }
  }
  return end;
}

/* The first element of an array, or the first name of an object, as `bracket` says; NULL if it is none. */
static inline const char *rf_json_first(rf_text value, char bracket) {
  const char *end = value.length == 0 ? NULL : value.data + value.length;
  const char *at = value.length == 0 ? NULL : rf_json_skip(value.data, end, ' ');
  return at == end || *at != bracket ? NULL : rf_json_skip(at + 1, end, ' ');
}

/* The value of the member called `name` of an object. Names with escapes in them are not found. */
static inline rf_text rf_json_member(rf_text object, const char *name) {
  const char *at = rf_json_first(object, '{');
  const char *end = at == NULL ? NULL : object.data + object.length;
  while (at < end && *at == '"') {
    const char *colon = rf_json_end(at, end);
    const char *value = rf_json_skip(colon, end, ':');
    const char *next = rf_json_end(value, end);
    uint64_t length = strlen(name);
    if ((uint64_t)(colon - at) == length + 2 && memcmp(at + 1, name, length) == 0) return rf_json_part(value, next);
    at = rf_json_skip(next, end, ',');
  }
  return rf_json_part(NULL, NULL);
}

/* The element of an array with that index, from 0. */
static inline rf_text rf_json_item(rf_text array, uint64_t index) {
  const char *at = rf_json_first(array, '[');
  const char *end = at == NULL ? NULL : array.data + array.length;
  while (at < end) {
    const char *next = rf_json_end(at, end);
    if (next == at) break;
    if (index-- == 0) return rf_json_part(at, next);
    at = rf_json_skip(next, end, ',');
  }
  return rf_json_part(NULL, NULL);
}

/* How many elements an array has. */
static inline uint64_t rf_json_count(rf_text array) {
  const char *at = rf_json_first(array, '[');
  const char *end = at == NULL ? NULL : array.data + array.length;
  uint64_t count = 0;
  while (at < end) {
    const char *next = rf_json_end(at, end);
    if (next == at) break;
    count++;
    at = rf_json_skip(next, end, ',');
  }
  return count;
}

/* What stands between the quotes of a string, escapes as they are; so it may stand in quotes again. */
static inline rf_text rf_json_string(rf_text value) {
  if (value.length < 2 || value.data[0] != '"') return rf_json_part(NULL, NULL);
  return rf_json_part(value.data + 1, value.data + value.length - 1);
}

/* 1 if the value is this string. */
static inline int rf_json_is(rf_text value, const char *string) {
  rf_text text = rf_json_string(value);
  return value.length == strlen(string) + 2 && value.data[0] == '"' &&
         (text.length == 0 || memcmp(text.data, string, text.length) == 0);
}

/* 1 if there is no value, or it is null. */
static inline int rf_json_is_null(rf_text value) {
  return value.length == 0 || (value.length == 4 && memcmp(value.data, "null", 4) == 0);
}

/* Reads a whole number of at most 18 digits. Answers 0, and leaves `number` alone, for anything else. */
static inline int rf_json_integer(rf_text value, int64_t *number) {
  int is_negative = value.length > 0 && value.data[0] == '-';
  uint64_t first = is_negative ? 1 : 0;
  int64_t sum = 0;
  if (value.length == first || value.length - first > 18) return 0;
  for (uint64_t index = first; index < value.length; index++) {
    if (value.data[index] < '0' || value.data[index] > '9') return 0;
    sum = sum * 10 + (value.data[index] - '0');
  }
  *number = is_negative ? -sum : sum;
  return 1;
}

/* Reads a number, to 15 digits or so, whatever the locale. Answers 0, and leaves `number` alone, for anything
 * else. */
static inline int rf_json_number(rf_text value, double *number) {
  const char *at = value.data, *end = value.length == 0 ? at : at + value.length;
  int is_negative = at < end && *at == '-', digits = 0, scale = 0, exponent = 0;
  double sum = 0;
  if (is_negative) at++;
  for (; at < end && *at >= '0' && *at <= '9'; at++, digits++) sum = sum * 10 + (*at - '0');
  if (at < end && *at == '.')
    for (at++; at < end && *at >= '0' && *at <= '9'; at++, digits++, scale--) sum = sum * 10 + (*at - '0');
  if (digits > 0 && at < end && (*at == 'e' || *at == 'E')) {
    int is_small = at + 1 < end && at[1] == '-';
    at += at + 1 < end && (at[1] == '-' || at[1] == '+') ? 2 : 1;
    for (; at < end && *at >= '0' && *at <= '9'; at++) exponent = exponent > 99 ? 999 : exponent * 10 + (*at - '0');
    scale += is_small ? -exponent : exponent;
  }
  if (digits == 0 || at != end) return 0;
  for (double power = 10; sum != 0 && scale != 0; scale /= 2, power *= power) {
    if (scale % 2 > 0) sum *= power;
    if (scale % 2 < 0) sum /= power;
  }
  *number = is_negative ? -sum : sum;
  return 1;
}

#endif
