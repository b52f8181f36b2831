/** `EXEC` and `SYSTEM`: a program whose standard input and output are one side. */
import { isErrno, strerror } from "../../../errno.ts";
import { createPipe } from "../../../process/pipe.ts";
import type { Stream } from "../../../process/process.ts";
import { type RunningProcess, runningProcess } from "../../../process/running-process.ts";
import type { Mode } from "../endpoint.ts";
import { words } from "../lex.ts";
import type { Log } from "../log.ts";
import type { Session } from "../session.ts";
import { StreamEndpoint } from "../stream-endpoint.ts";
import { type AddressKind, type OpenRequest, purpose } from "./kind.ts";

/** How long a program that is only written to may take to end. */
const LINGER_NS = 1e9;

type Body = (child: RunningProcess, log: Log) => Promise<number>;

/** Becomes the program. */
function executing(session: Session, command: string): Body {
  const argv = words(command);
  if (argv === undefined || argv.length === 0)
    return session.log.error(`unexpected end of address "${command}"`);
  return async (child, log) => {
    log.notice(`execvp'ing "${argv[0]}"`);
    const result = await child.exec(argv);
    if (result >= 0) return result;
    const shown = argv.map((word) => `"${word}"`).join(" ");
    log.complain(`execvp("${argv[0]}", ${shown}): ${strerror(-result)}`);
    return 1;
  };
}

/** Has a shell run the command, and says if it did not end well. */
function shell(session: Session, command: string): Body {
  const run = async (own: Session): Promise<number> => {
    const program = await runningProcess(own.process).spawn(["sh", "-c", command]);
    if (isErrno(program)) return 127;
    while (program.state.status === undefined) {
      await program.waitChange();
      own.check();
    }
    const { status, signal } = program.state;
    const wait = signal === undefined ? status << 8 : status - 128;
    if (wait !== 0) own.log.warning(`system("${command}") returned with status ${wait}`);
    return signal === undefined ? status : 0;
  };
  return (child) => session.inChild(child).run(run);
}

/** The descriptors that one end of the pair takes for a while; of pipes each has its own. */
function takeDescriptors(session: Session, pipes: boolean, mode: Mode): { readFd: number; writeFd: number } {
  const first = session.takeFd();
  if (!pipes || mode !== "both") return { readFd: first, writeFd: first };
  const theirs = [session.takeFd(), session.takeFd()];
  const writeFd = session.takeFd();
  for (const fd of theirs) session.freeFd(fd);
  return { readFd: first, writeFd };
}

async function open(request: OpenRequest, body: Body): Promise<number> {
  const { session, options, mode, next } = request;
  const { log, process } = session;
  const pipes = options.has("pipes");
  log.notice(`forking off child, using ${pipes ? "pipes" : "socket"} for ${purpose(mode)}`);
  const toChild = createPipe();
  const fromChild = createPipe();
  const { readFd, writeFd } = takeDescriptors(session, pipes, mode);
  const endpoint = new StreamEndpoint({
    options,
    reader: fromChild.reader,
    writer: toChild.writer,
    readFd,
    writeFd,
    // a pair of sockets is shut down; of pipes the real one closes none before the end
    endsByClosing: !pipes,
    linger: async () => {
      const deadline = process.sys.monotonic() + LINGER_NS;
      while (child.state.status === undefined && process.sys.monotonic() < deadline) {
        await process.poll([], deadline - process.sys.monotonic());
        session.check();
      }
    },
    atClose: () => {
      if (child.state.status === undefined) process.kill(child.pid, "SIGTERM");
    },
  });
  const fds = new Map<number, Stream>(process.fds);
  if (mode !== "read") fds.set(0, toChild.reader);
  if (mode !== "write") fds.set(1, fromChild.writer);
  if (options.has("stderr")) fds.set(2, fromChild.writer);
  setEnvironment(session);
  const child = runningProcess(process).fork(
    (forked) => {
      for (const signal of ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGCHLD"] as const)
        forked.onSignal(signal, "default");
      return body(forked, log.of(forked));
    },
    { fds },
  );
  // one that nobody holds is at its end
  if (mode === "read") endUnused(toChild.reader);
  if (mode === "write") endUnused(fromChild.writer);
  log.notice(`forked off child process ${child.pid}`);
  log.notice(`forked off child process ${child.pid}`);
  const watch = () => {
    const { status, signal } = child.state;
    if (status === undefined) return;
    session.watches.delete(watch);
    if (status !== 0 && signal === undefined)
      session.failure ??= `waitpid(): child ${child.pid} exited with status ${status}`;
  };
  session.watches.add(watch);
  return next(session, endpoint);
}

function endUnused(end: { retain(): unknown; release(): void }): void {
  end.retain();
  end.release();
}

function setEnvironment(session: Session): void {
  const { process } = session;
  process.env.set("SOCAT_VERSION", "1.7.4.4");
  process.env.set("SOCAT_PID", String(process.pid));
  process.env.set("SOCAT_PPID", String(process.parentPid));
}

export const EXEC_KINDS: readonly AddressKind[] = [
  {
    names: ["EXEC"],
    parameters: 1,
    groups: ["FD", "FIFO", "SOCKET", "EXEC", "FORK", "PARENT"],
    open: (request) => open(request, executing(request.session, request.parameters[0])),
  },
  {
    names: ["SYSTEM", "SHELL"],
    parameters: 1,
    groups: ["FD", "FIFO", "SOCKET", "EXEC", "FORK", "PARENT"],
    open: (request) => open(request, shell(request.session, request.parameters[0])),
  },
];
