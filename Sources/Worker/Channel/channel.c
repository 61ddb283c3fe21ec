#define _GNU_SOURCE
#include "worker_channel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int rw_send(int socket, const void *packet, size_t length, const int *descriptors, size_t count) {
  struct iovec part = {.iov_base = (void *)packet, .iov_len = length};
  _Alignas(struct cmsghdr) char room[CMSG_SPACE(sizeof(int) * RW_DESCRIPTOR_LIMIT)];
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (count > RW_DESCRIPTOR_LIMIT) return EINVAL;
  if (count > 0) {
    memset(room, 0, sizeof(room));
    message.msg_control = room;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * count);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int) * count);
    memcpy(CMSG_DATA(header), descriptors, sizeof(int) * count);
  }
  for (;;) {
    ssize_t sent = sendmsg(socket, &message, MSG_NOSIGNAL);
    if (sent >= 0) return 0;
    if (errno != EINTR) return errno;
  }
}

ssize_t rw_receive(int socket, void *packet, size_t capacity, int *descriptors, size_t *count) {
  struct iovec part = {.iov_base = packet, .iov_len = capacity};
  _Alignas(struct cmsghdr) char room[CMSG_SPACE(sizeof(int) * RW_DESCRIPTOR_LIMIT)];
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof(room)};
  *count = 0;
  ssize_t length;
  do length = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (length < 0 && errno == EINTR);
  if (length < 0) return errno == ECONNRESET ? 0 : -errno;
  for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    size_t given = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t index = 0; index < given; index++) {
      int descriptor;
      memcpy(&descriptor, CMSG_DATA(header) + index * sizeof(int), sizeof(int));
      if (*count < RW_DESCRIPTOR_LIMIT) descriptors[(*count)++] = descriptor;
      else close(descriptor);
    }
  }
  /* An empty packet looks like the other side's end, and so nobody would take what came with it. */
  int is_cut = (message.msg_flags & MSG_TRUNC) != 0;
  while ((is_cut || length == 0) && *count > 0) close(descriptors[--*count]);
  return is_cut ? -EMSGSIZE : length;
}

static int64_t microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void rw_linger(int socket, int limit) {
  char byte;
  int64_t end = microseconds() + limit;
  /* Whoever else wants the processor gets it, the other side among them. */
  while (recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN && microseconds() < end) sched_yield();
}

int rw_make_memory(uint64_t size) {
  int descriptor = memfd_create("reframe", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return -errno;
  if (ftruncate(descriptor, (off_t)size) == 0 &&
      fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
    return descriptor;
  int code = errno;
  close(descriptor);
  return -code;
}

int rw_pipe(int *reading, int *writing) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  *reading = ends[0];
  *writing = ends[1];
  return 0;
}

int rw_is_memory(int descriptor, uint64_t size) {
  struct stat status;
  int seals = fcntl(descriptor, F_GET_SEALS);
  return seals >= 0 && (seals & F_SEAL_SHRINK) && fstat(descriptor, &status) == 0 && status.st_size >= 0 &&
         (uint64_t)status.st_size >= size;
}

/* Descriptors are closed in the child but for the first four, and its signals are as a new process expects them. */
pid_t rw_spawn(const char *path, int control, int output, char *const environment[]) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  /* The sources lie above the targets, so that none is overwritten before it is used. */
  int high_control = fcntl(control, F_DUPFD_CLOEXEC, 10);
  int high_output = fcntl(output, F_DUPFD_CLOEXEC, 10);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, high_output, 1);
  posix_spawn_file_actions_adddup2(&actions, high_output, 2);
  posix_spawn_file_actions_adddup2(&actions, high_control, RW_CONTROL_DESCRIPTOR);
  posix_spawn_file_actions_addclosefrom_np(&actions, RW_CONTROL_DESCRIPTOR + 1);
  char *const arguments[] = {(char *)"reframe-worker", NULL};
  pid_t child = -1;
  int code = high_control < 0 || high_output < 0
                 ? EMFILE
                 : posix_spawn(&child, path, &actions, &attributes, arguments, environment);
  if (high_control >= 0) close(high_control);
  if (high_output >= 0) close(high_output);
  close(control);
  close(output);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return code == 0 ? child : -code;
}

/* What is still in the pipe when the process is gone; a child of its own may hold it open for ever. */
static void drain(int output, void (*take)(void *context, const void *data, size_t length), void *context) {
  char buffer[4096];
  fcntl(output, F_SETFL, O_NONBLOCK);
  for (int round = 0; round < 64; round++) {
    ssize_t length = read(output, buffer, sizeof(buffer));
    if (length <= 0) return;
    take(context, buffer, (size_t)length);
  }
}

int rw_await(pid_t child, int output, void (*take)(void *context, const void *data, size_t length), void *context) {
  int process = (int)syscall(SYS_pidfd_open, child, 0);
  struct pollfd watched[2] = {{.fd = output, .events = POLLIN}, {.fd = process, .events = POLLIN}};
  char buffer[4096];
  while (watched[0].fd >= 0 || watched[1].fd >= 0) {
    if (poll(watched, 2, -1) < 0 && errno != EINTR) break;
    if (watched[1].revents) break;
    if (!watched[0].revents) continue;
    ssize_t length = read(output, buffer, sizeof(buffer));
    if (length > 0) take(context, buffer, (size_t)length);
    else if (length == 0 || errno != EINTR) watched[0].fd = -1;
  }
  if (watched[0].fd >= 0) drain(output, take, context);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (process >= 0) close(process);
  close(output);
  return status;
}
