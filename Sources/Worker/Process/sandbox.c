#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of Landlock's later revisions, which Debian 12's headers do not name. */
#define FCHMODAT2 452
#define ACCESS_FS_TRUNCATE (UINT64_C(1) << 14)
#define ACCESS_FS_IOCTL_DEV (UINT64_C(1) << 15)
#define ACCESS_NET_BIND_CONNECT UINT64_C(3)
#define SCOPE_ABSTRACT_UNIX_SOCKET_SIGNAL UINT64_C(3)

typedef struct ruleset {
  uint64_t files;
  uint64_t network;
  uint64_t scoped;
} ruleset;

#define READ_FILES (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_EXECUTE)
#define FILE_ACCESS \
  (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_FS_TRUNCATE)

/* ---- Files: Landlock ---------------------------------------------------------------------------------- */

static void allow(int rules, const char *path, uint64_t length, uint64_t access) {
  char terminated[4096];
  if (length == 0 || length >= sizeof(terminated)) return;
  memcpy(terminated, path, length);
  terminated[length] = 0;
  int folder = open(terminated, O_PATH | O_CLOEXEC);
  if (folder < 0) return;
  struct landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = folder};
  if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0 && errno == EINVAL) {
    /* A file takes no rights that are of folders. */
    rule.allowed_access &= FILE_ACCESS;
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  }
  close(folder);
}

/* The revision of Landlock that is in force, 0 for none. */
static int limit_files(const rf_text *readable, uint32_t count, rf_text temporary) {
  long revision = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (revision < 1) return 0;
  ruleset wanted = {.files = LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1};
  if (revision >= 2) wanted.files |= LANDLOCK_ACCESS_FS_REFER;
  if (revision >= 3) wanted.files |= ACCESS_FS_TRUNCATE;
  if (revision >= 4) wanted.network = ACCESS_NET_BIND_CONNECT;
  if (revision >= 5) wanted.files |= ACCESS_FS_IOCTL_DEV;
  if (revision >= 6) wanted.scoped = SCOPE_ABSTRACT_UNIX_SOCKET_SIGNAL;
  size_t size = revision >= 6 ? sizeof(ruleset) : revision >= 4 ? offsetof(ruleset, scoped) : sizeof(uint64_t);
  int rules = (int)syscall(SYS_landlock_create_ruleset, &wanted, size, 0);
  if (rules < 0) return 0;
  /* All of /proc, as the rule for a process's own folder is lost when the kernel makes it anew; what others keep there
   * that is not for everybody, Landlock guards as it does against debuggers. */
  static const char *const system[] = {"/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime",
                                       "/etc/passwd", "/etc/nsswitch.conf", "/etc/alternatives", "/etc/fonts",
                                       "/etc/ssl/certs", "/etc/OpenCL", "/proc", "/sys/devices/system/cpu",
                                       "/sys/fs/cgroup", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"};
  for (size_t index = 0; index < sizeof(system) / sizeof(system[0]); index++)
    allow(rules, system[index], strlen(system[index]), READ_FILES);
  for (uint32_t index = 0; index < count; index++) allow(rules, readable[index].data, readable[index].length, READ_FILES);
  allow(rules, "/dev/null", 9, READ_FILES | LANDLOCK_ACCESS_FS_WRITE_FILE);
  if (temporary.length > 0)
    allow(rules, temporary.data, temporary.length,
          wanted.files & ~(uint64_t)(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_SYM));
  int is_in_force = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return is_in_force ? (int)revision : 0;
}

/* ---- System calls: seccomp ---------------------------------------------------------------------------- */

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define FIELD(member) (uint32_t) offsetof(struct seccomp_data, member)
#define LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FIELD(member))
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define REFUSE ANSWER(SECCOMP_RET_ERRNO | EPERM)
/* Refuses one system call. */
#define DENY(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), REFUSE
/* Refuses one unless its first argument, 32 bits of it, is `value`. */
#define ONLY(number, value)                                                                                \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 4), LOAD(args[0]),                                      \
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 1, 0), REFUSE, ANSWER(SECCOMP_RET_ALLOW)

/* Refuses what reaches other processes, the network, other programs or the machine; everything else is allowed, as
 * nobody knows what libraries of plugins need. */
static int limit_calls(void) {
  uint32_t self = (uint32_t)getpid();
  struct sock_filter filter[] = {
      LOAD(arch),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
      ANSWER(SECCOMP_RET_KILL_PROCESS),
      LOAD(nr),
#if defined(__x86_64__)
      /* The calls of the x32 interface have names of their own. */
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1),
      REFUSE,
      DENY(SYS_fork),
      DENY(SYS_vfork),
      DENY(SYS_chmod),
      DENY(SYS_chown),
      DENY(SYS_lchown),
      DENY(SYS_utime),
      DENY(SYS_utimes),
      DENY(SYS_futimesat),
#endif
      /* Threads are made by clone; clone3, whose flags cannot be seen here, as if the kernel had none. */
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1),
      ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4),
      LOAD(args[0]),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0),
      REFUSE,
      ANSWER(SECCOMP_RET_ALLOW),
      /* Signals by way of a descriptor's owner: F_SETOWN and the like. */
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fcntl, 0, 6),
      LOAD(args[1]),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, F_SETOWN, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, F_SETSIG, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, F_SETOWN_EX, 1, 0),
      ANSWER(SECCOMP_RET_ALLOW),
      REFUSE,
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 5),
      LOAD(args[1]),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FIOSETOWN, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SIOCSPGRP, 1, 0),
      ANSWER(SECCOMP_RET_ALLOW),
      REFUSE,
      ONLY(SYS_kill, self),
      ONLY(SYS_tgkill, self),
      ONLY(SYS_rt_sigqueueinfo, self),
      ONLY(SYS_prlimit64, 0),
      DENY(SYS_tkill),
      DENY(SYS_rt_tgsigqueueinfo),
      DENY(SYS_socket),
      DENY(SYS_socketpair),
      DENY(SYS_connect),
      DENY(SYS_bind),
      DENY(SYS_listen),
      DENY(SYS_accept),
      DENY(SYS_accept4),
      /* What Landlock does not guard: rights, owners, times and sizes of files. */
      DENY(SYS_fchmod),
      DENY(SYS_fchmodat),
      DENY(FCHMODAT2),
      DENY(SYS_fchown),
      DENY(SYS_fchownat),
      DENY(SYS_setxattr),
      DENY(SYS_lsetxattr),
      DENY(SYS_fsetxattr),
      DENY(SYS_removexattr),
      DENY(SYS_lremovexattr),
      DENY(SYS_fremovexattr),
      DENY(SYS_utimensat),
      DENY(SYS_truncate),
      /* Memory that outlives the worker, and what others would have to wait for. */
      DENY(SYS_shmget),
      DENY(SYS_shmat),
      DENY(SYS_msgget),
      DENY(SYS_semget),
      DENY(SYS_mq_open),
      DENY(SYS_setpriority),
      DENY(SYS_ioprio_set),
      DENY(SYS_sched_setscheduler),
      DENY(SYS_sched_setattr),
      DENY(SYS_sched_setparam),
      DENY(SYS_execve),
      DENY(SYS_execveat),
      DENY(SYS_ptrace),
      DENY(SYS_process_vm_readv),
      DENY(SYS_process_vm_writev),
      DENY(SYS_pidfd_open),
      DENY(SYS_pidfd_send_signal),
      DENY(SYS_pidfd_getfd),
      DENY(SYS_kcmp),
      DENY(SYS_unshare),
      DENY(SYS_setns),
      DENY(SYS_mount),
      DENY(SYS_umount2),
      DENY(SYS_pivot_root),
      DENY(SYS_chroot),
      DENY(SYS_open_by_handle_at),
      DENY(SYS_bpf),
      DENY(SYS_perf_event_open),
      DENY(SYS_userfaultfd),
      DENY(SYS_io_uring_setup),
      DENY(SYS_io_uring_enter),
      DENY(SYS_io_uring_register),
      DENY(SYS_keyctl),
      DENY(SYS_add_key),
      DENY(SYS_request_key),
      DENY(SYS_init_module),
      DENY(SYS_finit_module),
      DENY(SYS_kexec_load),
      DENY(SYS_reboot),
      DENY(SYS_setsid),
      DENY(SYS_setpgid),
      ANSWER(SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {.len = sizeof(filter) / sizeof(filter[0]), .filter = filter};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

/* ---- All of it ---------------------------------------------------------------------------------------- */

static void limit(int resource, uint64_t value) {
  struct rlimit old;
  if (getrlimit(resource, &old) != 0) return;
  rlim_t most = old.rlim_max < value ? old.rlim_max : (rlim_t)value;
  setrlimit(resource, &(struct rlimit){.rlim_cur = most, .rlim_max = most});
}

/* Shared memory is counted as nobody's: where it runs out, the kernel is to end this process and not the host. */
static void offer_to_die_first(void) {
  int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  ssize_t written = write(file, "1000", 4);
  (void)written;
  close(file);
}

/* Who runs the host as root does not mean the plugin to be root. */
static void drop_capabilities(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2] = {{0}};
  for (int each = 0; each <= 63; each++) prctl(PR_CAPBSET_DROP, each, 0, 0, 0);
  syscall(SYS_capset, &header, none);
}

void rw_enter_sandbox(const rf_text *readable, uint32_t count, rf_text temporary, uint64_t memory_limit, char *report,
                      uint64_t capacity) {
  offer_to_die_first();
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, 1024);
  if (memory_limit > 0) limit(RLIMIT_AS, memory_limit);
  drop_capabilities();
  prctl(PR_SET_DUMPABLE, 0);
  int is_sealed = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  int revision = is_sealed ? limit_files(readable, count, temporary) : 0;
  int is_filtered = is_sealed && limit_calls();
  char files[64];
  if (revision > 0) snprintf(files, sizeof(files), "Landlock %d", revision);
  else snprintf(files, sizeof(files), "no Landlock: it may read the user's files");
  snprintf(report, capacity, "%s, %s", files,
           is_filtered ? "seccomp" : "no seccomp: it may use the network and start programs");
}
