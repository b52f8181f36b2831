/** What each program does when its standard output does not take what it writes. */
import { EBADF } from "../errno.ts";
import type { ProgramTable } from "../process/program-lookup.ts";
import { hearing, type OutputPolicy } from "./lib/standard-output.ts";

/** glibc's buffer: a program with one notices when it has been handed on. */
const BUFFER = 4096;

/** Most of the GNU tools. */
const GNU: OutputPolicy = {
  status: 1,
  message: (name, reason) => `${name}: write error${reason}\n`,
  notices: BUFFER,
};

/** Those that never look. */
const DEAF: OutputPolicy = { status: undefined, message: () => "", notices: undefined };

/** util-linux. */
const UTIL_LINUX: OutputPolicy = { ...GNU, mayBeClosed: true };

/** Those whose output is by line, and which only look at their end. */
const BY_LINE: OutputPolicy = { ...GNU, notices: undefined, reason: "never" };

/** iputils: when its standard output is closed, a socket has that number, and it is the write that fails. */
const IPUTILS: OutputPolicy = {
  ...GNU,
  message: (name) => `${name}: write error\n`,
  notices: undefined,
};

const GREP: OutputPolicy = { ...GNU, status: 2, message: (_name, reason) => `grep: write error${reason}\n` };

function failing(status: number): OutputPolicy {
  return { ...GNU, status };
}

function saying(message: OutputPolicy["message"], status = 1): OutputPolicy {
  return { ...GNU, status, message, reason: "always" };
}

const STANDARD_OUTPUT = (name: string, reason: string) => `${name}: standard output${reason}\n`;

/** By the name of the file; others are as {@link GNU} has it. */
const POLICIES: Readonly<Record<string, OutputPolicy>> = {
  arp: DEAF,
  arping: IPUTILS,
  awk: {
    ...saying((name, reason) => `${name}: close failed on file /dev/stdout (${reason.slice(2)})\n`, 2),
    notices: undefined,
  },
  cat: {
    ...GNU,
    reason: "always",
    message: (name, reason, error) =>
      error === EBADF ? STANDARD_OUTPUT(name, reason) : `${name}: write error${reason}\n`,
    notices: 1,
    needsOpen: true,
  },
  column: UTIL_LINUX,
  diff: { ...GNU, status: 2, message: STANDARD_OUTPUT },
  dmesg: saying((name, reason) => `${name}: write failed${reason}\n${name}: write error\n`),
  dnsdomainname: DEAF,
  du: BY_LINE,
  egrep: GREP,
  env: failing(125),
  ethtool: DEAF,
  expr: failing(3),
  fgrep: GREP,
  find: {
    ...GNU,
    message: (name, reason, error) =>
      `${name}: 'standard output'${reason}\n${name}: write error${error === EBADF ? reason : ""}\n`,
  },
  grep: GREP,
  hexdump: UTIL_LINUX,
  hostname: DEAF,
  ifconfig: DEAF,
  ip: DEAF,
  ls: failing(2),
  md5sum: BY_LINE,
  mount: UTIL_LINUX,
  mountpoint: UTIL_LINUX,
  nstat: DEAF,
  ping: IPUTILS,
  ping4: IPUTILS,
  ping6: IPUTILS,
  printenv: failing(2),
  rev: UTIL_LINUX,
  route: DEAF,
  sed: saying(
    (name, reason, error) => `${name}: couldn't ${error === EBADF ? "close" : "flush"} stdout${reason}\n`,
    4,
  ),
  sha1sum: BY_LINE,
  sha256sum: BY_LINE,
  sort: saying(
    (name, reason) => `${name}: fflush failed: 'standard output'${reason}\n${name}: write error\n`,
    2,
  ),
  strings: DEAF,
  tcpdump: DEAF,
  tee: { ...saying((name, reason) => `${name}: 'standard output'${reason}\n`), notices: undefined },
  tracepath: IPUTILS,
  traceroute: DEAF,
  traceroute6: DEAF,
  wc: BY_LINE,
  which: saying((name) => `/usr/bin/${name}: 10: printf: printf: I/O error\n`),
  yes: saying(STANDARD_OUTPUT),
};

const ALIASES: Readonly<Record<string, string>> = { mawk: "awk" };

/** The programs by path, with what they do then. */
export function hearingPrograms(programs: ProgramTable): ProgramTable {
  const heard = Object.entries(programs).map(([path, load]) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const policy = POLICIES[ALIASES[name] ?? name] ?? GNU;
    return [path, async () => ({ main: hearing((await load()).main, policy) })] as const;
  });
  return Object.fromEntries(heard);
}
