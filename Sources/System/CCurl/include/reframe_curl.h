/* libcurl, opened when it is first needed: nothing is linked with it, and a command that needs no network
   pays nothing for it. `rfc_open` comes first; every other function expects that it answered NULL. */
#ifndef REFRAME_CURL_H
#define REFRAME_CURL_H

#include <stddef.h>

#include <curl/curl.h>

/* Opens libcurl at the first call, on any thread. Answers NULL, or why it cannot be used; the text stays. */
const char *rfc_open(void);

/* Looks for a usable libcurl under each of the names, which NULL ends. Answers whether there is one; if not,
   `message` says why. For tests of a machine without it. */
int rfc_find(const char *const *names, char *message, size_t size);

/* libcurl's version, such as 7.88.1. */
const char *rfc_version(void);

CURL *rfc_easy_new(void);
void rfc_easy_free(CURL *easy);
/* Sets every option back; connections stay. */
void rfc_easy_reset(CURL *easy);
const char *rfc_error_text(CURLcode code);

CURLcode rfc_set_long(CURL *easy, CURLoption option, long value);
CURLcode rfc_set_size(CURL *easy, CURLoption option, curl_off_t value);
CURLcode rfc_set_text(CURL *easy, CURLoption option, const char *text);
CURLcode rfc_set_pointer(CURL *easy, CURLoption option, const void *pointer);
CURLcode rfc_set_writer(CURL *easy, CURLoption option, curl_write_callback function);
CURLcode rfc_set_socket_opener(CURL *easy, curl_opensocket_callback function);
CURLcode rfc_set_headers(CURL *easy, struct curl_slist *list);

long rfc_get_long(CURL *easy, CURLINFO info);
curl_off_t rfc_get_size(CURL *easy, CURLINFO info);

/* The list with a copy of the text at its end; NULL without memory, and the old list is untouched then. */
struct curl_slist *rfc_list_append(struct curl_slist *list, const char *text);
void rfc_list_free(struct curl_slist *list);

CURLM *rfc_multi_new(void);
void rfc_multi_free(CURLM *multi);
CURLMcode rfc_multi_add(CURLM *multi, CURL *easy);
CURLMcode rfc_multi_remove(CURLM *multi, CURL *easy);
/* Does what can be done without waiting. */
CURLMcode rfc_multi_perform(CURLM *multi, int *running);
/* Waits until there is something to do, at most so many milliseconds. */
CURLMcode rfc_multi_wait(CURLM *multi, int milliseconds);
/* Whether the transfer is over, and how it ended. */
int rfc_multi_ended(CURLM *multi, CURL *easy, CURLcode *result);

CURLU *rfc_url_new(void);
void rfc_url_free(CURLU *url);
CURLUcode rfc_url_set(CURLU *url, const char *text, unsigned int flags);
/* The part's text, which `rfc_free` ends; NULL if there is none. */
char *rfc_url_get(CURLU *url, CURLUPart part, unsigned int flags);
void rfc_free(void *memory);

/* The address that libcurl is about to connect to; `length` gets its size. */
const struct sockaddr *rfc_socket_address(const struct curl_sockaddr *address, size_t *length);

#endif
