#include "json.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_LIMIT 64

typedef struct cursor {
  const char *at;
  const char *end;
} cursor;

static void skip_space(cursor *cursor) {
  while (cursor->at < cursor->end && strchr(" \t\r\n", *cursor->at) != NULL && *cursor->at != 0) cursor->at++;
}

static int take(cursor *cursor, char character) {
  skip_space(cursor);
  if (cursor->at >= cursor->end || *cursor->at != character) return 0;
  cursor->at++;
  return 1;
}

/* What stands between the quotes, and goes behind them. */
static int take_string(cursor *cursor, rf_text *inner) {
  if (!take(cursor, '"')) return 0;
  const char *start = cursor->at;
  for (; cursor->at < cursor->end && *cursor->at != '"'; cursor->at++) {
    if (*cursor->at == '\\' && ++cursor->at >= cursor->end) return 0;
  }
  if (cursor->at >= cursor->end) return 0;
  *inner = (rf_text){start, (uint64_t)(cursor->at - start)};
  cursor->at++;
  return 1;
}

/* Goes behind one value. */
static int skip_value(cursor *cursor) {
  int depth = 0;
  do {
    skip_space(cursor);
    if (cursor->at >= cursor->end) return 0;
    rf_text ignored;
    switch (*cursor->at) {
      case '"':
        if (!take_string(cursor, &ignored)) return 0;
        break;
      case '{':
      case '[':
        if (++depth > DEPTH_LIMIT) return 0;
        cursor->at++;
        break;
      case '}':
      case ']':
        if (--depth < 0) return 0;
        cursor->at++;
        break;
      case ',':
      case ':':
        if (depth == 0) return 0;
        cursor->at++;
        break;
      default: {
        const char *start = cursor->at;
        while (cursor->at < cursor->end && strchr(" \t\r\n,:]}\"[{", *cursor->at) == NULL) cursor->at++;
        if (cursor->at == start) return 0;
      }
    }
  } while (depth > 0);
  return 1;
}

static int enter_member(cursor *cursor, const char *name, size_t length) {
  if (!take(cursor, '{')) return 0;
  do {
    rf_text key;
    if (!take_string(cursor, &key) || !take(cursor, ':')) return 0;
    if (key.length == length && memcmp(key.data, name, length) == 0) return 1;
    if (!skip_value(cursor)) return 0;
  } while (take(cursor, ','));
  return 0;
}

static int enter_element(cursor *cursor, uint64_t index) {
  if (!take(cursor, '[')) return 0;
  for (uint64_t each = 0; each < index; each++) {
    if (!skip_value(cursor) || !take(cursor, ',')) return 0;
  }
  skip_space(cursor);
  return cursor->at < cursor->end && *cursor->at != ']';
}

rf_text rff_json_find(rf_text json, rf_text path) {
  cursor cursor = {json.data, json.data == NULL ? NULL : json.data + json.length};
  const char *at = path.data, *end = path.data == NULL ? NULL : path.data + path.length;
  while (at < end) {
    if (*at == '.') at++;
    if (at < end && *at == '[') {
      uint64_t index = 0;
      for (at++; at < end && *at >= '0' && *at <= '9' && index < 1000000; at++) index = index * 10 + (uint64_t)(*at - '0');
      if (at >= end || *at++ != ']' || !enter_element(&cursor, index)) return (rf_text){0};
    } else {
      const char *start = at;
      while (at < end && *at != '.' && *at != '[') at++;
      if (!enter_member(&cursor, start, (size_t)(at - start))) return (rf_text){0};
    }
  }
  skip_space(&cursor);
  const char *start = cursor.at;
  if (!skip_value(&cursor)) return (rf_text){0};
  rf_text value = {start, (uint64_t)(cursor.at - start)};
  return value.length == 4 && memcmp(value.data, "null", 4) == 0 ? (rf_text){0} : value;
}

int64_t rff_json_count(rf_text value) {
  cursor cursor = {value.data, value.data == NULL ? NULL : value.data + value.length};
  if (!take(&cursor, '[')) return -1;
  if (take(&cursor, ']')) return 0;
  int64_t count = 0;
  do {
    if (!skip_value(&cursor)) return -1;
    count++;
  } while (take(&cursor, ','));
  return count;
}

static uint32_t hexadecimal(const char *digits) {
  char text[5] = {digits[0], digits[1], digits[2], digits[3], 0};
  return (uint32_t)strtoul(text, NULL, 16);
}

/* Writes a character as UTF-8; its escape is never shorter. */
static char *encode(char *out, uint32_t code) {
  if (code < 0x80) {
    *out++ = (char)code;
    return out;
  }
  if (code < 0x800) *out++ = (char)(0xC0 | code >> 6);
  else {
    if (code < 0x10000) *out++ = (char)(0xE0 | code >> 12);
    else {
      *out++ = (char)(0xF0 | code >> 18);
      *out++ = (char)(0x80 | (code >> 12 & 0x3F));
    }
    *out++ = (char)(0x80 | (code >> 6 & 0x3F));
  }
  *out++ = (char)(0x80 | (code & 0x3F));
  return out;
}

int64_t rff_json_unescape(rf_text value, char *out) {
  cursor cursor = {value.data, value.data == NULL ? NULL : value.data + value.length};
  rf_text inner;
  if (!take_string(&cursor, &inner)) return -1;
  const char *at = inner.data, *end = inner.data + inner.length;
  char *start = out;
  while (at < end) {
    if (*at != '\\') {
      *out++ = *at++;
      continue;
    }
    char kind = at[1];
    at += 2;
    if (kind == 'u' && end - at >= 4) {
      uint32_t code = hexadecimal(at);
      at += 4;
      if (code >= 0xD800 && code < 0xDC00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
        uint32_t low = hexadecimal(at + 2);
        if (low >= 0xDC00 && low < 0xE000) {
          code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
          at += 6;
        }
      }
      out = encode(out, code);
    } else {
      static const char names[] = "bfnrt", meanings[] = "\b\f\n\r\t";
      const char *name = kind == 0 ? NULL : strchr(names, kind);
      *out++ = name == NULL ? kind : meanings[name - names];
    }
  }
  return out - start;
}
