/**
 * The processor time that processes are charged with on the virtual clock, in ns: round numbers for a machine of today. They
 * only have to be plausible and the same in every run.
 */

/** `fork(2)`, `execve(2)`, the dynamic linker and the libraries' constructors of a small program. */
export const FORK_EXEC_NS = 1_000_000;
/** A forked shell that executes nothing: a subshell. */
export const FORK_NS = 400_000;
/** What `fork(2)` costs the parent, so that children start in the order of their forks. */
export const FORK_PARENT_NS = 100_000;
/** One shell builtin or assignment. */
export const BUILTIN_NS = 4_000;
/** A byte of a large write: whoever writes without end comes to the end of its time. */
export const WRITE_BYTE_NS = 0.5;
/** A byte of a large read, with what a tool does with it: whoever reads without end comes to the end of its time, too. */
export const READ_BYTE_NS = 10;
/** A line of a large read. */
export const READ_LINE_NS = 500;

/**
 * After this many waits that were over at once the runtime lets the host's other tasks run, so that two processes that feed each
 * other, or one that spins, neither freeze the host nor hold back timers. A count and not a time, so that runs repeat.
 */
export const WAITS_PER_HOST_TURN = 256;
