/*
 * A library as anybody might have written it: it includes no header of ours, and its functions take what C functions take. The
 * tests bind them by manifests alone.
 */
#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct point {
  double x;
  double y;
} point;

typedef struct box {
  int32_t x;
  int32_t y;
  int32_t width;
  int32_t height;
} box;

typedef struct finding {
  box place;
  float score;
  uint8_t tag[8];
  point centre;
} finding;

/* ---- Buffers, lengths, strides, scalars --------------------------------------------------------------- */

/* The mean of all samples. */
double fx_mean(const uint8_t *pixels, size_t length) {
  double sum = 0;
  for (size_t each = 0; each < length; each++) sum += pixels[each];
  return length == 0 ? 0 : sum / (double)length;
}

/* The smallest box around what is brighter than a threshold. 1 if there is one, 0 if not, -1 for a threshold that no
 * sample can reach, -2 for a picture without pixels. */
int fx_bright_box(const uint8_t *pixels, int width, int height, long stride, int channels, int threshold, box *found) {
  if (threshold > 255) return -1;
  if (width <= 0 || height <= 0) return -2;
  int left = width, top = height, right = -1, bottom = -1;
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      if (pixels[y * stride + (long)x * channels] <= threshold) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  if (right < 0) return 0;
  *found = (box){left, top, right - left + 1, bottom - top + 1};
  return 1;
}

/* Paints a rectangle of bytes. */
int fx_paint(uint8_t *bits, long stride, int channels, int x, int y, int width, int height, int value) {
  if (value < 0 || value > 255) return 22;
  for (int row = y; row < y + height; row++) memset(bits + row * stride + (long)x * channels, value, (size_t)(width * channels));
  return 0;
}

/* A coarse grid of means. */
void fx_grid(const uint8_t *gray, int width, int height, uint8_t *cells, int columns, int rows) {
  for (int cell = 0; cell < columns * rows; cell++) {
    int x = (cell % columns) * width / columns, y = (cell / columns) * height / rows;
    cells[cell] = gray[y * width + x];
  }
}

/* ---- Structs by value, out arrays, strings ------------------------------------------------------------ */

point fx_middle(box area, point weight) {
  return (point){area.x + area.width * weight.x, area.y + area.height * weight.y};
}

/* Writes findings and says how many; nested structs and arrays. */
int fx_find(box area, finding *findings, int capacity, uint32_t *flags) {
  int count = 0;
  for (; count < 3 && count < capacity; count++) {
    finding *one = &findings[count];
    one->place = (box){area.x + count, area.y + count, area.width / 4, area.height / 4};
    one->score = 0.25f * (float)(count + 1);
    for (int tag = 0; tag < 8; tag++) one->tag[tag] = (uint8_t)(10 * count + tag);
    one->centre = fx_middle(one->place, (point){0.5, 0.5});
  }
  *flags |= 4u;
  return count;
}

/* A struct that fits no register, both ways. */
finding fx_shift(finding one, int32_t by) {
  one.place.x += by;
  one.score /= 2;
  for (int tag = 0; tag < 8; tag++) one.tag[tag] = (uint8_t)(one.tag[tag] + tag);
  one.centre.y += by;
  return one;
}

/* Points to memory of its own. */
const box *fx_known_boxes(int which, int *count) {
  static const box boxes[] = {{0, 0, 10, 10}, {10, 10, 20, 20}};
  *count = which == 0 ? 2 : 0;
  return which == 2 ? NULL : boxes;
}

int fx_word_value(const char *word) {
  return word == NULL ? -1 : strcmp(word, "low") == 0 ? 10 : strcmp(word, "h\xc3\xb6her") == 0 ? 200 : (int)strlen(word);
}

/* The sum of `count` pairs of an int and a double. */
double fx_sum(int count, ...) {
  va_list arguments;
  va_start(arguments, count);
  double sum = 0;
  for (int each = 0; each < count; each++) {
    sum += va_arg(arguments, int);
    sum += va_arg(arguments, double);
  }
  va_end(arguments);
  return sum;
}

double fx_polynomial(const double *coefficients, int count, double x) {
  double value = 0;
  for (int each = count - 1; each >= 0; each--) value = value * x + coefficients[each];
  return value;
}

/* Every width of a scalar, handed back in pieces. */
int64_t fx_widths(int8_t a, uint8_t b, int16_t c, uint16_t d, int32_t e, uint32_t f, int64_t g, uint64_t h, float i, double j) {
  return a + b + c + d + e + (int64_t)f + g + (int64_t)h + (int64_t)i + (int64_t)j;
}

int8_t fx_narrow(int8_t value) { return value; }
double fx_not_a_number(void) { return NAN; }
double fx_negative(void) { return -0.5; }

/* ---- Callbacks ---------------------------------------------------------------------------------------- */

typedef int (*visitor)(void *context, box found, float score);

/* Visits boxes until it is told to stop; how many were visited. */
int fx_visit(int width, int height, int count, visitor visit, void *context) {
  for (int each = 0; each < count; each++) {
    if (visit(context, (box){each % width, each % height, 1, 1}, 0.5f) != 0) return each + 1;
  }
  return count;
}

/* Says how far it is, in a callback without a context. */
int fx_work(int steps, int (*progress)(double), void (*say)(const char *)) {
  for (int step = 1; step <= steps; step++) {
    if (progress(step / (double)steps) != 0) return -4;
  }
  if (say != NULL) say("the work is done");
  return 0;
}

/* Visits an array by its address and length. */
void fx_batch(void (*visit)(const box *boxes, int count)) {
  box boxes[3] = {{0, 0, 2, 2}, {1, 1, 2, 2}, {2, 2, 2, 2}};
  visit(boxes, 3);
}

typedef struct thread_work {
  int (*progress)(double);
  int answer;
} thread_work;

static void *call_from_thread(void *argument) {
  thread_work *work = argument;
  work->answer = work->progress(0.5);
  return NULL;
}

/* Calls back from a thread of its own. */
int fx_threaded(int (*progress)(double)) {
  thread_work work = {progress, -1};
  pthread_t thread;
  if (pthread_create(&thread, NULL, call_from_thread, &work) != 0) return -1;
  pthread_join(thread, NULL);
  return work.answer;
}

/* Says that it has begun, and never ends. */
int fx_hang(int (*progress)(double)) {
  progress(0);
  for (volatile int forever = 1; forever;) {
  }
  return 0;
}

static int (*kept)(double);

/* Keeps a callback, against all rules. */
int fx_keep(int (*progress)(double)) {
  kept = progress;
  return 0;
}

/* Calls one that was kept, in a call that has lent none. */
int fx_call_kept(void) { return kept == NULL ? -1 : kept(1); }

/* ---- Handles ------------------------------------------------------------------------------------------ */

typedef struct session {
  int level;
} session;

static int open_sessions;

session *fx_open(int level) {
  if (level > 100) return NULL;
  session *made = malloc(sizeof(session));
  if (made == NULL) return NULL;
  made->level = level;
  open_sessions++;
  return made;
}

int fx_open_into(int level, session **made) {
  *made = fx_open(level);
  return *made == NULL ? -1 : 0;
}

int fx_level(session *session) { return session->level > 50 ? -3 : session->level; }

void fx_close(session *session) {
  open_sessions--;
  free(session);
}

int fx_open_sessions(void) { return open_sessions; }

/* ---- Prices, and what crashes ------------------------------------------------------------------------- */

/* Cents for a picture: by the megapixel, less the more there are. */
double fx_price(double megapixels, int count, double cents) {
  double discount = count >= 100 ? 0.8 : 1;
  return ceil(megapixels) * count * cents * discount;
}

long fx_whole_price(long count) { return count * 3; }

/* Writes far beyond what it was lent, as one does that was declared wrongly. */
int fx_smash(uint8_t *bytes, long distance) {
  if (distance > 0) bytes[distance] = 1;
  return 0;
}

/* ---- For the benchmark -------------------------------------------------------------------------------- */

double fx_mix(int32_t a, double b, const uint8_t *bytes, size_t length) {
  return a + b + (double)bytes[0] + (double)length;
}
