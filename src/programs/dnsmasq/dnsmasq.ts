/** `dnsmasq`: a server of DNS and DHCP for a small network; what of 2.90 is built is in docs/limits.md. */
import { isErrno, strerror } from "../../errno.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Pollable, type Socket } from "../../kernel.ts";
import { formatIpv4 } from "../../packet/address.ts";
import type { Main, Process, Stream } from "../../process/process.ts";
import { runningProcess } from "../../process/running-process.ts";
import { findLink } from "../lib/links.ts";
import { readLines } from "../lib/read-file.ts";
import type { InternetAddress } from "../lib/resolver.ts";
import { parseServerAddress } from "../lib/server-address.ts";
import { type Config, durationText } from "./config.ts";
import { DhcpFiles } from "./dhcp-files.ts";
import { DhcpServer } from "./dhcp-server.ts";
import { DnsServer } from "./dns-server.ts";
import { Leases } from "./leases.ts";
import { LocalNames } from "./local-names.ts";
import { Log } from "./log.ts";
import { parseOptions, StartFailure } from "./options.ts";
import { serverText } from "./parse-dns.ts";

const VERSION = "2.90";
const COMPILED =
  "IPv6 GNU-getopt DBus no-UBus i18n IDN2 DHCP DHCPv6 no-Lua TFTP conntrack ipset nftset auth cryptohash DNSSEC loop-detect inotify dumpfile";

export const main: Main = async (process) => {
  try {
    const config = parseOptions(process);
    if (config === "version") return version(process);
    if (config.test) {
      process.stderr.write("dnsmasq: syntax check OK.\n");
      return 0;
    }
    checkUser(process, config);
    if (config.debug || config.foreground) return await serve(process, config, () => undefined);
    return await startDaemon(process, config);
  } catch (error) {
    return failed(process, error);
  }
};

function failed(process: Process, error: unknown): number {
  if (!(error instanceof StartFailure)) throw error;
  process.stderr.write(`\ndnsmasq: ${error.text}\n`);
  return error.status;
}

function version(process: Process): number {
  process.stdout.write(`Dnsmasq version ${VERSION}  Copyright (c) 2000-2024 Simon Kelley\n`);
  process.stdout.write(`Compile time options: ${COMPILED}\n\n`);
  process.stdout.write("This software comes with ABSOLUTELY NO WARRANTY.\n");
  process.stdout.write("Dnsmasq is free software, and you are welcome to redistribute it\n");
  process.stdout.write("under the terms of the GNU General Public License, version 2 or 3.\n");
  return 0;
}

function checkUser(process: Process, { user, debug }: Config): void {
  // without -d it runs as that user, who has to be there; here every process is root
  const known = readLines(process.sys, "/etc/passwd").some((line) => line.startsWith(`${user}:`));
  if (!known && !(debug && user === "dnsmasq")) throw new StartFailure(`unknown user or group: ${user}`, 1);
}

/** Goes on in a child of init; the parent ends when that has started, with its complaint when it could not. */
async function startDaemon(process: Process, config: Config): Promise<number> {
  const nothing: Stream = { read: async () => undefined, write: (data) => data.length, isTerminal: false };
  let settled = false;
  let failure: StartFailure | undefined;
  let wake: () => void = () => undefined;
  const settle = (error?: StartFailure) => {
    if (settled) return;
    settled = true;
    failure = error;
    wake();
  };
  const body = async (child: Process) => {
    try {
      return await serve(child, config, settle);
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      settle(error);
      return error.status;
    }
  };
  const fds = new Map<number, Stream>([0, 1, 2].map((fd) => [fd, nothing]));
  runningProcess(process).fork(body, { fds, group: 0 });
  const started: Pollable = {
    poll(ready) {
      wake = ready;
      if (settled) ready();
      return () => undefined;
    },
  };
  while (!settled) await process.poll([started]);
  return failure === undefined ? 0 : failed(process, failure);
}

/** Opens everything, says so, and serves until it is told to end. */
async function serve(process: Process, config: Config, started: () => void): Promise<number> {
  const log = new Log(process, config);
  const names = new LocalNames(process, config, log);
  const files = new DhcpFiles(process, config, log);
  const leases = new Leases(process, config, names);
  const dns = new DnsServer(process, config, names, log);
  const dhcp = new DhcpServer(process, config, leases, log);
  for (const name of config.interfaces)
    if (config.bindInterfaces && findLink(process.sys, name) === undefined)
      throw new StartFailure(`unknown interface ${name}`, 2);
  if (config.port !== 0) dns.open();
  if (config.ranges.length > 0) {
    const error = leases.load();
    if (error < 0)
      throw new StartFailure(`cannot open or create lease file ${config.leaseFile}: ${strerror(-error)}`, 3);
    dhcp.open();
  }
  writePid(process, config);
  announce(config, dhcp, log);
  if (config.port !== 0) {
    dns.forwarder.upstream = config.noResolv ? [] : readServers(process, config, log);
    announceServers(config, log);
    if (!config.noResolv)
      for (const server of dns.forwarder.upstream) log.say(`using nameserver ${serverText(server, true)}`);
    names.load();
  }
  files.load();
  leases.changed();
  started();
  return loop(process, config, { dns, dhcp, names, files, leases, log });
}

interface Parts {
  readonly dns: DnsServer;
  readonly dhcp: DhcpServer;
  readonly names: LocalNames;
  readonly files: DhcpFiles;
  readonly leases: Leases;
  readonly log: Log;
}

async function loop(process: Process, config: Config, parts: Parts): Promise<number> {
  const { dns, dhcp, names, files, log } = parts;
  let ending = false;
  let reload = false;
  process.onSignal("SIGTERM", () => void (ending = true));
  if (config.debug) process.onSignal("SIGINT", () => void (ending = true));
  process.onSignal("SIGHUP", () => void (reload = true));
  process.onSignal("SIGUSR1", () => void log.say("statistics are not supported here"));
  const bytes = new Uint8Array(65_536);
  const message = { from: undefined as Parameters<Socket["bind"]>[0] | undefined, control: [], flags: 0 };
  while (!ending) {
    const upstream = dns.forwarder.sockets;
    const sources: Socket[] = [
      ...dns.sockets,
      ...dns.tcp.sources(),
      ...upstream,
      ...(dhcp.socket === undefined ? [] : [dhcp.socket]),
    ];
    const ready = await process.poll(sources);
    if (reload) {
      reload = false;
      dns.forwarder.clearCache();
      if (config.port !== 0) names.load();
      files.load();
      continue;
    }
    const socket = sources.find((one) => one === ready);
    if (socket === undefined) continue;
    if (socket === dhcp.socket) await dhcp.serve();
    else if (upstream.includes(socket)) {
      const length = socket.recv(bytes, message);
      const { from } = message;
      if (length > 0 && from !== undefined && (from.family === 2 || from.family === 10))
        dns.forwarder.receive(bytes.slice(0, length), from);
    } else dns.serve(socket);
  }
  log.say("exiting on receipt of SIGTERM");
  if (!config.debug) process.sys.unlink(process.resolve(config.pidFile));
  return 0;
}

function announce(config: Config, dhcp: DhcpServer, log: Log): void {
  const cache = config.cacheSize === 0 ? "cache disabled" : `cachesize ${config.cacheSize}`;
  log.say(`started, version ${VERSION} ${config.port === 0 ? "DNS disabled" : cache}`);
  log.say(`compile time options: ${COMPILED}`);
  const known = config.servers.some(({ address }) => address !== undefined);
  if (config.port !== 0 && config.noResolv && !known) log.say("warning: no upstream servers configured");
  // the newest first, as they stand in dnsmasq's list
  for (const { start, end, staticOnly, lease } of [...config.ranges].reverse())
    log.dhcp(
      staticOnly
        ? `DHCP, static leases only on ${formatIpv4(start)}, lease time ${durationText(lease)}`
        : `DHCP, IP range ${formatIpv4(start)} -- ${formatIpv4(end)}, lease time ${durationText(lease)}`,
    );
  if (config.ranges.length > 0 && dhcp.boundDevice !== undefined)
    log.dhcp(`DHCP, sockets bound exclusively to interface ${dhcp.boundDevice}`);
}

function announceServers(config: Config, log: Log): void {
  for (const { domain, address } of config.servers)
    if (address !== undefined)
      log.say(
        `using nameserver ${serverText(address, true)}${domain === "" ? "" : ` for domain ${domain} `}`,
      );
  const local = [...config.servers].reverse().filter(({ address }) => address === undefined);
  for (const { domain } of local) log.say(`using only locally-known addresses for ${domain}`);
}

/** The servers of /etc/resolv.conf. */
function readServers(process: Process, config: Config, log: Log): InternetAddress[] {
  const lines = readLines(process.sys, process.resolve(config.resolvFile));
  const servers: InternetAddress[] = [];
  for (const line of lines) {
    const match = /^\s*nameserver\s+(\S+)/.exec(line);
    const address = match === null ? undefined : parseServerAddress(match[1]);
    if (address !== undefined) servers.push(address);
  }
  if (!isErrno(process.sys.stat(process.resolve(config.resolvFile))) && lines.length > 0)
    log.say(`reading ${config.resolvFile}`);
  return servers;
}

function writePid(process: Process, config: Config): void {
  if (config.debug) return;
  const file = process.sys.open(process.resolve(config.pidFile), O_WRONLY | O_CREAT | O_TRUNC, 0o644);
  if (isErrno(file)) return;
  file.write(new TextEncoder().encode(`${process.pid}\n`));
  file.close();
}
