/*
 * Starts a program whose system calls about networking and about virtual files are answered by somebody else.
 *
 *   launch PROGRAM [ARGUMENT...]        with a socket on file descriptor 3
 *
 * Installs a seccomp filter with a listener, writes the listener's number to descriptor 3, waits until one byte comes back (by then
 * the other side has taken the listener over), and executes PROGRAM. Ends with 127 if that cannot be done.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CONTROL 3

/* One line for each entry of calls/table.ts. */
static const int reported[] = {
    __NR_socket, __NR_bind, __NR_connect, __NR_getsockname, __NR_getpeername, __NR_sendto, __NR_recvfrom,
    __NR_sendmsg, __NR_recvmsg, __NR_setsockopt, __NR_getsockopt, __NR_ioctl,
    __NR_open, __NR_openat, __NR_stat, __NR_lstat, __NR_fstat, __NR_newfstatat, __NR_getdents64,
    __NR_readlink, __NR_readlinkat, __NR_mkdir, __NR_mkdirat, __NR_unlink, __NR_unlinkat, __NR_rmdir,
    __NR_access, __NR_mount, __NR_umount2, __NR_setns, __NR_unshare,
};

#define COUNT (sizeof(reported) / sizeof(reported[0]))

static int install(void)
{
	struct sock_filter code[COUNT + 6];
	struct sock_fprog program = { .len = 0, .filter = code };
	size_t n = 0, i;

	code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
	code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, COUNT + 1);
	code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	for (i = 0; i < COUNT; i++)
		code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, reported[i], COUNT - i, 0);
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
	program.len = n;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

static int fail(const char *what)
{
	fprintf(stderr, "launch: %s: %s\n", what, strerror(errno));
	return 127;
}

int main(int argc, char **argv)
{
	int listener;
	char byte;

	if (argc < 2)
		return fail("no program");
	/* nobody would answer any more */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
		return fail("prctl");
	listener = install();
	if (listener < 0)
		return fail("seccomp");
	if (write(CONTROL, &listener, sizeof(listener)) != sizeof(listener) || read(CONTROL, &byte, 1) != 1)
		return fail("control");
	close(listener);
	close(CONTROL);
	execv(argv[1], argv + 1);
	return fail(argv[1]);
}
