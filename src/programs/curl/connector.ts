/** Connecting: names, proxies, addresses one after the other, connections that were kept. */
import { ETIMEDOUT, isErrno, strerror } from "../../errno.ts";
import type { Process } from "../../process/process.ts";
import { type ByteStream, connectStream } from "../lib/byte-stream.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { formatAddress, type InternetAddress } from "../lib/resolver.ts";
import type { Sink } from "./body.ts";
import type { CookieJar } from "./cookies.ts";
import type { Facts } from "./facts.ts";
import { prepareSocket } from "./local-end.ts";
import { CurlFailure, type CurlOptions } from "./options.ts";
import { connectTo, type HttpProxy, proxyFor } from "./proxy.ts";
import { connectUnix } from "./unix-socket.ts";
import type { Url } from "./url.ts";

/** Seconds. */
const CONNECT_TIMEOUT = 300;

/** Connections of a whole run have numbers; names that were looked up are remembered. */
export class Session {
  connections = 0;
  readonly known = new Map<string, InternetAddress[]>();
  /** Servers that spoke HTTP/1.0: they are asked in it from then on. */
  readonly old = new Set<string>();
  /** What servers had it keep; undefined when nobody asked for that. */
  jar: CookieJar | undefined;
  /** A connection that the server keeps open. */
  kept: { readonly key: string; readonly stream: ByteStream; readonly number: number } | undefined;
}

/** A host and its port. */
interface Place {
  readonly host: string;
  readonly port: number;
}

/** Connects for one transfer. */
export class Connector {
  private readonly process: Process;
  private readonly options: CurlOptions;
  private readonly session: Session;
  private readonly facts: Facts;
  private readonly sink: Sink;
  private readonly started: number;

  constructor(process: Process, options: CurlOptions, session: Session, facts: Facts, sink: Sink) {
    this.process = process;
    this.options = options;
    this.session = session;
    this.facts = facts;
    this.sink = sink;
    this.started = process.sys.monotonic();
  }

  private get elapsed(): number {
    return this.process.sys.monotonic() - this.started;
  }

  private say(text: string): void {
    if (this.options.verbose) this.sink.say(text);
  }

  private async addresses(url: Place, proxy: boolean): Promise<InternetAddress[]> {
    const { family } = this.options;
    const key = `${url.host.toLowerCase()}:${url.port}`;
    const known = this.session.known.get(key);
    if (known !== undefined) {
      this.say(`* Hostname ${url.host} was found in DNS cache\n`);
      return known;
    }
    const found = await lookupHost(this.process, url.host, family);
    if (typeof found === "string" || found.addresses.length === 0)
      throw new CurlFailure(proxy ? 5 : 6, `Could not resolve ${proxy ? "proxy" : "host"}: ${url.host}`);
    const all = found.addresses.map((address) => ({ ...address, port: url.port }));
    this.session.known.set(key, all);
    return all;
  }

  private deadline(): number | undefined {
    const { maxTime, connectTimeout } = this.options;
    const limits = [connectTimeout ?? CONNECT_TIMEOUT, ...(maxTime === undefined ? [] : [maxTime])];
    return this.started + Math.min(...limits) * 1e9;
  }

  /** Who is asked: the proxy, or the server, or another in its place. */
  private place(url: Url): Place {
    return this.proxy(url) ?? connectTo(this.options.connectTo, url) ?? url;
  }

  /** The proxy that is asked in its place. */
  proxy(url: Url): HttpProxy | undefined {
    return proxyFor(this.process, this.options, url);
  }

  /** A connection for an address, new or kept. @throws {@link CurlFailure} */
  async connect(target: Url): Promise<{ stream: ByteStream; number: number }> {
    const url = this.place(target);
    const key = `${url.host}:${url.port}`;
    const { kept } = this.session;
    if (kept !== undefined && kept.key === key) {
      this.session.kept = undefined;
      this.say(
        `* Found bundle for host: 0x0 [serially]\n* Re-using existing connection #${kept.number} with host ${url.host}\n`,
      );
      return kept;
    }
    if (kept !== undefined) kept.stream.close();
    this.session.kept = undefined;
    const number = this.session.connections++;
    const { unixSocket } = this.options;
    if (unixSocket !== undefined) return this.connectPath(unixSocket, target, number);
    const addresses = await this.addresses(url, this.proxy(target) !== undefined);
    this.facts.times.lookup = this.elapsed / 1e9;
    const begun = this.elapsed;
    let error = 0;
    for (const address of addresses) {
      const ip = formatAddress(this.process.sys, address);
      const shown = address.family === 10 ? `[${ip}]` : ip;
      this.say(`*   Trying ${shown}:${url.port}...\n`);
      const deadline = this.deadline();
      const stream = await this.connectAddress(address, deadline, url, begun, number);
      if (typeof stream !== "number") {
        this.connected(url, ip, stream, number);
        return { stream, number };
      }
      error = stream;
      if (error === -ETIMEDOUT && deadline !== undefined && this.process.sys.monotonic() >= deadline) {
        this.sayMovedOn(address.family);
        break;
      }
      this.say(`* connect to ${ip} port ${url.port} failed: ${strerror(-error)}\n`);
    }
    this.failedToConnect(url, error, begun, number);
  }

  private async connectAddress(
    address: InternetAddress,
    deadline: number | undefined,
    url: Place,
    begun: number,
    number: number,
  ): Promise<ByteStream | number> {
    try {
      return await connectStream(this.process, address, {
        prepare: (socket) =>
          prepareSocket(this.process, socket, address, this.options, (text) => this.say(text)),
        ...(deadline === undefined ? {} : { deadline }),
      });
    } catch (error) {
      if (error instanceof CurlFailure)
        this.tellFailure(url, begun, number, "Failed binding local connection end");
      throw error;
    }
  }

  /** @returns what is told */
  private tellFailure(url: Place, begun: number, number: number, why: string): string {
    const ms = Math.floor((this.elapsed - begun) / 1e6);
    const text = `Failed to connect to ${url.host} port ${url.port} after ${ms} ms: ${why}`;
    this.say(`* ${text}\n`);
    this.close(number);
    return text;
  }

  private close(number: number): void {
    this.sink.done();
    this.say(`* Closing connection ${number}\n`);
  }

  private async connectPath(
    path: string,
    target: Url,
    number: number,
  ): Promise<{ stream: ByteStream; number: number }> {
    // an abstract name is shown up to its first zero
    const shown = path.startsWith("\0") ? "" : path;
    this.say(`*   Trying ${shown}:0...\n`);
    const begun = this.elapsed;
    const stream = await connectUnix(this.process, path);
    if (typeof stream === "number") {
      this.say(`* Immediate connect fail for ${shown}: ${strerror(-stream)}\n`);
      return this.failedToConnect(target, stream, begun, number);
    }
    this.facts.times.connect = this.elapsed / 1e9;
    this.facts.connects++;
    this.facts.remoteIp = shown;
    this.facts.remotePort = target.port;
    this.say(`* Connected to ${target.host} (${shown}) port ${target.port} (#${number})\n`);
    return { stream, number };
  }

  private sayMovedOn(family: number): void {
    if (!this.movesOn) return;
    const ms = Math.floor((this.options.connectTimeout ?? 0) * 1000);
    this.say(`* ipv${family === 10 ? 6 : 4} connect timeout after ${ms}ms, move on!\n`);
  }

  private failedToConnect(url: Place, error: number, begun: number, number: number): never {
    if (error !== -ETIMEDOUT)
      throw new CurlFailure(7, this.tellFailure(url, begun, number, "Couldn't connect to server"));
    if (this.movesOn) throw new CurlFailure(28, this.tellFailure(url, begun, number, "Timeout was reached"));
    const text = `Connection timed out after ${Math.floor(this.elapsed / 1e6)} milliseconds`;
    this.say(`* ${text}\n`);
    this.close(number);
    throw new CurlFailure(28, text);
  }

  /** Whether the time for connecting ends before that for all. */
  private get movesOn(): boolean {
    const { connectTimeout, maxTime } = this.options;
    return connectTimeout !== undefined && (maxTime === undefined || maxTime > connectTimeout);
  }

  private connected(url: Place, ip: string, stream: ByteStream, number: number): void {
    const { facts } = this;
    facts.times.connect = this.elapsed / 1e9;
    facts.connects++;
    facts.remoteIp = ip;
    facts.remotePort = url.port;
    const local = stream.socket.getsockname();
    if (!isErrno(local) && (local.family === 2 || local.family === 10)) {
      facts.localIp = formatAddress(this.process.sys, { ...local });
      facts.localPort = local.port;
    }
    this.say(`* Connected to ${url.host} (${ip}) port ${url.port} (#${number})\n`);
  }
}
