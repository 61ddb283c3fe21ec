#include "reframe_curl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// What is used of libcurl; its own declarations give the types.
#define FUNCTIONS(F) \
  F(curl_global_init) \
  F(curl_version_info) \
  F(curl_easy_init) \
  F(curl_easy_cleanup) \
  F(curl_easy_reset) \
  F(curl_easy_strerror) \
  F(curl_easy_setopt) \
  F(curl_easy_getinfo) \
  F(curl_slist_append) \
  F(curl_slist_free_all) \
  F(curl_multi_init) \
  F(curl_multi_cleanup) \
  F(curl_multi_add_handle) \
  F(curl_multi_remove_handle) \
  F(curl_multi_perform) \
  F(curl_multi_poll) \
  F(curl_multi_info_read) \
  F(curl_url) \
  F(curl_url_cleanup) \
  F(curl_url_set) \
  F(curl_url_get) \
  F(curl_free)

// The header hides these two behind macros that check types.
#undef curl_easy_setopt
#undef curl_easy_getinfo

typedef struct {
#define MEMBER(name) __typeof__(&name) name;
  FUNCTIONS(MEMBER)
#undef MEMBER
} functions;

static functions curl;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[512];
static int is_open;

// Never closed: its threads and exit handlers would outlive its code.
static int load(const char *name, functions *out, char *message, size_t size) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (!library) {
    const char *why = dlerror();
    snprintf(message, size, "%s", why ? why : name);
    return 0;
  }
#define LOOK_UP(name_)                                                    \
  out->name_ = (__typeof__(out->name_))dlsym(library, #name_);            \
  if (!out->name_) {                                                      \
    snprintf(message, size, "%s is too old: it has no %s", name, #name_); \
    return 0;                                                             \
  }
  FUNCTIONS(LOOK_UP)
#undef LOOK_UP
  return 1;
}

static int find(const char *const *names, functions *out, char *message, size_t size) {
  char other[512];
  for (size_t i = 0; names[i]; i++) {
    // The first name's reason is the one to tell: the others are only substitutes.
    if (load(names[i], out, i == 0 ? message : other, i == 0 ? size : sizeof other)) return 1;
  }
  return 0;
}

int rfc_find(const char *const *names, char *message, size_t size) {
  functions found;
  return find(names, &found, message, size);
}

static void open_once(void) {
  static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", NULL};
  if (!find(names, &curl, failure, sizeof failure)) return;
  CURLcode code = curl.curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) {
    snprintf(failure, sizeof failure, "it does not start: %s", curl.curl_easy_strerror(code));
    return;
  }
  is_open = 1;
}

const char *rfc_open(void) {
  pthread_once(&once, open_once);
  return is_open ? NULL : failure;
}

const char *rfc_version(void) { return curl.curl_version_info(CURLVERSION_NOW)->version; }

CURL *rfc_easy_new(void) { return curl.curl_easy_init(); }
void rfc_easy_free(CURL *easy) { curl.curl_easy_cleanup(easy); }
void rfc_easy_reset(CURL *easy) { curl.curl_easy_reset(easy); }
const char *rfc_error_text(CURLcode code) { return curl.curl_easy_strerror(code); }

CURLcode rfc_set_long(CURL *easy, CURLoption option, long value) {
  return curl.curl_easy_setopt(easy, option, value);
}

CURLcode rfc_set_size(CURL *easy, CURLoption option, curl_off_t value) {
  return curl.curl_easy_setopt(easy, option, value);
}

CURLcode rfc_set_text(CURL *easy, CURLoption option, const char *text) {
  return curl.curl_easy_setopt(easy, option, text);
}

CURLcode rfc_set_pointer(CURL *easy, CURLoption option, const void *pointer) {
  return curl.curl_easy_setopt(easy, option, pointer);
}

CURLcode rfc_set_writer(CURL *easy, CURLoption option, curl_write_callback function) {
  return curl.curl_easy_setopt(easy, option, function);
}

CURLcode rfc_set_socket_opener(CURL *easy, curl_opensocket_callback function) {
  return curl.curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, function);
}

CURLcode rfc_set_headers(CURL *easy, struct curl_slist *list) {
  return curl.curl_easy_setopt(easy, CURLOPT_HTTPHEADER, list);
}

long rfc_get_long(CURL *easy, CURLINFO info) {
  long value = 0;
  return curl.curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

curl_off_t rfc_get_size(CURL *easy, CURLINFO info) {
  curl_off_t value = 0;
  return curl.curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

struct curl_slist *rfc_list_append(struct curl_slist *list, const char *text) {
  return curl.curl_slist_append(list, text);
}

void rfc_list_free(struct curl_slist *list) { curl.curl_slist_free_all(list); }

CURLM *rfc_multi_new(void) { return curl.curl_multi_init(); }
void rfc_multi_free(CURLM *multi) { curl.curl_multi_cleanup(multi); }
CURLMcode rfc_multi_add(CURLM *multi, CURL *easy) { return curl.curl_multi_add_handle(multi, easy); }
CURLMcode rfc_multi_remove(CURLM *multi, CURL *easy) { return curl.curl_multi_remove_handle(multi, easy); }
CURLMcode rfc_multi_perform(CURLM *multi, int *running) { return curl.curl_multi_perform(multi, running); }

CURLMcode rfc_multi_wait(CURLM *multi, int milliseconds) {
  return curl.curl_multi_poll(multi, NULL, 0, milliseconds, NULL);
}

int rfc_multi_ended(CURLM *multi, CURL *easy, CURLcode *result) {
  int left = 0;
  CURLMsg *message;
  while ((message = curl.curl_multi_info_read(multi, &left))) {
    if (message->msg != CURLMSG_DONE || message->easy_handle != easy) continue;
    *result = message->data.result;
    return 1;
  }
  return 0;
}

CURLU *rfc_url_new(void) { return curl.curl_url(); }
void rfc_url_free(CURLU *url) { curl.curl_url_cleanup(url); }

CURLUcode rfc_url_set(CURLU *url, const char *text, unsigned int flags) {
  return curl.curl_url_set(url, CURLUPART_URL, text, flags);
}

char *rfc_url_get(CURLU *url, CURLUPart part, unsigned int flags) {
  char *text = NULL;
  return curl.curl_url_get(url, part, &text, flags) == CURLUE_OK ? text : NULL;
}

void rfc_free(void *memory) { curl.curl_free(memory); }

const struct sockaddr *rfc_socket_address(const struct curl_sockaddr *address, size_t *length) {
  // Declared as the smallest kind of address; `addrlen` says how much is really there.
  *length = address->addrlen;
  return &address->addr;
}
