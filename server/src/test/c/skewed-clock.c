/*
 * Preloaded into a server, sets its wall clock off by SKEWED_CLOCK_SECONDS, and leaves the monotonic clock alone, as a
 * machine does whose time synchronisation is broken. (libfaketime also touches timed waits, in which a JVM then spins.)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long skew(void) {
  const char *seconds = getenv("SKEWED_CLOCK_SECONDS");
  return seconds ? atol(seconds) : 0;
}

int clock_gettime(clockid_t id, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
  int failed = real(id, now);
  if (!failed && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += skew();
  return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  static int (*real)(struct timeval *, void *);
  if (!real) real = dlsym(RTLD_NEXT, "gettimeofday");
  int failed = real(now, zone);
  if (!failed) now->tv_sec += skew();
  return failed;
}

time_t time(time_t *now) {
  struct timespec seen;
  clock_gettime(CLOCK_REALTIME, &seen);
  if (now) *now = seen.tv_sec;
  return seen.tv_sec;
}
