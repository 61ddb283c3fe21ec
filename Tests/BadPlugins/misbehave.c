/* What a bad plugin does in the middle of a call. */
#define _GNU_SOURCE
#include <fenv.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bad.h"

static void end_process(void) {
  if (how("abort")) abort();
  if (how("trap")) __builtin_trap();
  if (how("fault")) *(volatile int *)8 = 1;
  while (how("hang")) pause();
  exit(0);
}

static void change_signals(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  if (how("handler")) signal(SIGINT, SIG_IGN);
  else pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void misbehave(const rf_job *job) {
  if (breaks("stays-alive")) end_process();
  if (breaks("keeps-signals")) change_signals();
  if (breaks("keeps-directory") && chdir("/") != 0) abort();
  if (breaks("keeps-locale")) setlocale(LC_ALL, "C.UTF-8");
  if (breaks("keeps-environment") && !how("umask")) setenv("BAD_PLUGIN", "1", 1);
  if (breaks("keeps-environment") && how("umask")) umask(0);
  if (breaks("keeps-float-state")) fesetround(FE_UPWARD);
  if (breaks("keeps-stdout")) {
    puts("hello");
    fflush(stdout);
  }
  if (breaks("null-optional-slots")) job->progress(job->context, 0.5, (rf_text)TEXT("half"));
  if (breaks("progress-range") && RF_HAS(job, progress) && job->progress != NULL)
    job->progress(job->context, how("text") ? 0.5 : 50, (rf_text)TEXT("\xff\xfe"));
}

int32_t judge(const rf_image *image, rf_error *error) {
  if (!RF_HAS(image, roi_height)) return fail(error, RF_INVALID_ARGUMENT, "a picture of an unknown size");
  int isEight = image->sample == RF_SAMPLE_U8 || (breaks("sixteen-bit") && image->sample == RF_SAMPLE_U16) ||
                (breaks("unknown-values") && image->sample != RF_SAMPLE_U16);
  int isKnown = image->layout == RF_RGB || image->layout == RF_RGBA || breaks("unknown-values");
  if (!isEight || !isKnown) return fail(error, RF_UNSUPPORTED, "only 8-bit RGB and RGBA are understood");
  return RF_OK;
}
