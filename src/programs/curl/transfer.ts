/** One transfer: connecting, the request, the response, redirections. */
import { ETIMEDOUT, isErrno, strerror } from "../../errno.ts";
import { SOL_SOCKET, type Socket } from "../../kernel.ts";
import { parseIpv4, parseIpv6 } from "../../packet/address.ts";
import { concatenate } from "../../process/open-file.ts";
import type { Process } from "../../process/process.ts";
import { type HttpHeader, HttpReader, readHeader } from "../http/reader.ts";
import { type ByteStream, connectStream } from "../lib/byte-stream.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { findLink } from "../lib/links.ts";
import { formatAddress, type InternetAddress } from "../lib/resolver.ts";
import { BodyReader, type Sink } from "./body.ts";
import type { CookieJar } from "./cookies.ts";
import { emptyFacts, type Facts } from "./facts.ts";
import { CurlFailure, type CurlOptions } from "./options.ts";
import { connectTo, type HttpProxy, proxyFor } from "./proxy.ts";
import { type RequestBody, wireBytes } from "./request-body.ts";
import { requestLines } from "./request-lines.ts";
import { follow, parseUrl, type Url } from "./url.ts";

const SO_BINDTODEVICE = 25;
const CONNECT_TIMEOUT = 300;
/** How long a server is given to say that it wants a body. */
const CONTINUE_NS = 1e9;

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

/** One, from its address to its end; {@link facts} is what `-w` may ask for. */
export class Transfer {
  readonly facts: Facts;
  private readonly process: Process;
  private readonly options: CurlOptions;
  private readonly session: Session;
  private readonly sink: Sink;
  private readonly body: RequestBody | undefined;
  /** That of the request under way, while the server was not heard about it. */
  private waiting: Uint8Array | undefined;
  private readonly started: number;
  private stream: ByteStream | undefined;

  constructor(
    process: Process,
    options: CurlOptions,
    session: Session,
    sink: Sink,
    body: RequestBody | undefined,
  ) {
    this.process = process;
    this.options = options;
    this.session = session;
    this.sink = sink;
    this.body = body;
    this.started = process.sys.monotonic();
    this.facts = emptyFacts();
  }

  private get elapsed(): number {
    return this.process.sys.monotonic() - this.started;
  }

  private say(text: string): void {
    if (this.options.verbose) this.sink.say(text);
  }

  /** @throws {@link CurlFailure} */
  async run(text: string): Promise<void> {
    try {
      let url = parseUrl(text);
      if (this.options.get && this.body !== undefined) {
        const query = new TextDecoder().decode(this.body.bytes);
        url = parseUrl(`${url.text}${url.path.includes("?") ? "&" : "?"}${query}`);
      }
      let method = this.options.method ?? this.usualMethod();
      let body = this.options.get ? undefined : this.body;
      for (let count = 0; ; count++) {
        const next = await this.once(url, method, body);
        if (next === undefined) return;
        if (count >= this.options.maxRedirects)
          throw new CurlFailure(47, `Maximum (${this.options.maxRedirects}) redirects followed`);
        if (body !== undefined && [301, 302, 303].includes(this.facts.code)) {
          this.say(`* Switch from ${method} to GET\n`);
          body = undefined;
          method = this.options.method ?? "GET";
        }
        this.facts.redirects++;
        url = next;
      }
    } finally {
      this.facts.times.total = this.elapsed / 1e9;
    }
  }

  private usualMethod(): string {
    if (this.options.head) return "HEAD";
    if (this.body?.expects) return "PUT";
    return this.body !== undefined && !this.options.get ? "POST" : "GET";
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

  private proxy(url: Url): HttpProxy | undefined {
    return proxyFor(this.process, this.options, url);
  }

  private async connect(target: Url): Promise<{ stream: ByteStream; number: number }> {
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
    const addresses = await this.addresses(url, this.proxy(target) !== undefined);
    this.facts.times.lookup = this.elapsed / 1e9;
    const begun = this.elapsed;
    let error = 0;
    for (const address of addresses) {
      const ip = formatAddress(this.process.sys, address);
      const shown = address.family === 10 ? `[${ip}]` : ip;
      this.say(`*   Trying ${shown}:${url.port}...\n`);
      const deadline = this.deadline();
      const stream = await connectStream(this.process, address, {
        prepare: (socket) => this.prepare(socket),
        ...(deadline === undefined ? {} : { deadline }),
      });
      if (typeof stream !== "number") {
        this.connected(url, ip, stream, number);
        return { stream, number };
      }
      error = stream;
      if (error === -ETIMEDOUT && deadline !== undefined && this.process.sys.monotonic() >= deadline) break;
      this.say(`* connect to ${ip} port ${url.port} failed: ${strerror(-error)}\n`);
    }
    this.failedToConnect(url, error, begun, number);
  }

  private failedToConnect(url: Place, error: number, begun: number, number: number): never {
    const ms = Math.floor((this.elapsed - begun) / 1e6);
    const timedOut = error === -ETIMEDOUT;
    const text = timedOut
      ? `Connection timed out after ${Math.floor(this.elapsed / 1e6)} milliseconds`
      : `Failed to connect to ${url.host} port ${url.port} after ${ms} ms: Couldn't connect to server`;
    this.say(`* ${text}\n`);
    this.closing(number);
    throw new CurlFailure(timedOut ? 28 : 7, text);
  }

  private closing(number: number): void {
    this.say(`* Closing connection ${number}\n`);
  }

  private prepare(socket: Socket): number {
    const name = this.options.interface;
    if (name === undefined) return 0;
    const v4 = parseIpv4(name);
    const v6 = v4 === undefined ? parseIpv6(name) : undefined;
    if (v4 !== undefined) return socket.bind({ family: 2, address: v4, port: 0 });
    if (v6 !== undefined) return socket.bind({ family: 10, address: v6, port: 0 });
    if (findLink(this.process.sys, name) === undefined)
      throw new CurlFailure(45, `Couldn't bind to '${name}'`);
    return socket.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, new TextEncoder().encode(`${name}\0`));
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

  /** One request and its response. @returns where to go on */
  private async once(url: Url, method: string, body: RequestBody | undefined): Promise<Url | undefined> {
    const { stream, number } = await this.connect(url);
    let keep = false;
    try {
      const request = this.request(url, method, body);
      this.facts.times.pretransfer = this.elapsed / 1e9;
      const whole = new TextEncoder().encode(request);
      const wire = body === undefined ? undefined : wireBytes(body);
      const asks = body?.expects === true && !this.says("expect");
      const sent = await stream.write(
        wire === undefined || asks ? whole : concatenate([whole, wire]),
        this.end,
      );
      if (sent < 0) throw new CurlFailure(55, `Send failure: ${strerror(-sent)}`);
      this.facts.sizeRequest += whole.length;
      this.facts.uploaded = body?.bytes.length ?? 0;
      this.facts.url = url.text;
      this.facts.method = method;
      const reader = new HttpReader(stream, this.end);
      this.waiting = asks ? wire : undefined;
      if (asks && (await this.process.poll([stream.socket], CONTINUE_NS)) === undefined)
        await this.sendWaiting(stream);
      this.stream = stream;
      const header = await this.header(reader, url);
      if (this.facts.httpVersion === "1") this.session.old.add(`${url.host}:${url.port}`);
      const next = this.next(url, header);
      keep = await this.receive(reader, header, method, next !== undefined);
      if (next !== undefined && !keep) {
        this.closing(number);
        this.say(`* Issue another request to this URL: '${next.text}'\n`);
      }
      // what was not sent would be taken for the next request
      if (this.waiting !== undefined) keep = false;
      if (next === undefined) this.ended(url, keep, number, stream);
      else if (keep) this.leave(url, number, stream);
      return next;
    } catch (error) {
      if (error instanceof CurlFailure) this.closing(number);
      throw error;
    } finally {
      if (!keep) stream.close();
    }
  }

  /** The server wants the body, or says nothing. */
  private async sendWaiting(stream: ByteStream): Promise<void> {
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting === undefined) return;
    const sent = await stream.write(waiting, this.end);
    if (sent < 0) throw new CurlFailure(55, `Send failure: ${strerror(-sent)}`);
  }

  /** Whether the command line says a header itself. */
  private says(name: string): boolean {
    return this.options.headers.some((line) => line.toLowerCase().startsWith(`${name}:`));
  }

  private leave(url: Url, number: number, stream: ByteStream): void {
    this.say(`* Connection #${number} to host ${url.host} left intact\n`);
    this.session.kept = { key: `${url.host}:${url.port}`, stream, number };
  }

  private ended(url: Url, keep: boolean, number: number, stream: ByteStream): void {
    if (keep) this.leave(url, number, stream);
    else this.closing(number);
  }

  private get end(): number {
    const { maxTime } = this.options;
    return maxTime === undefined ? Number.POSITIVE_INFINITY : this.started + maxTime * 1e9;
  }

  private request(url: Url, method: string, body: RequestBody | undefined): string {
    const { lines, users } = requestLines({
      options: this.options,
      url,
      method,
      body,
      proxy: this.proxy(url),
      old: this.session.old.has(`${url.host}:${url.port}`),
      kept: this.session.jar?.header(url.host, url.path),
    });
    for (const user of users) this.say(user);
    this.say([...lines, ""].map((line) => `> ${line}\r\n`).join(""));
    if (body !== undefined && !body.expects) this.say(`} [${body.bytes.length} bytes data]\n`);
    return `${lines.join("\r\n")}\r\n\r\n`;
  }

  private failed(reader: HttpReader): CurlFailure {
    if (reader.error === -ETIMEDOUT) return this.timedOut(0);
    if (reader.error < 0) return new CurlFailure(56, `Recv failure: ${strerror(-reader.error)}`);
    return new CurlFailure(52, "Empty reply from server");
  }

  private timedOut(received: number, total?: number): CurlFailure {
    const ms = Math.floor(this.elapsed / 1e6);
    const out =
      total === undefined ? `${received} bytes received` : `${received} out of ${total} bytes received`;
    return new CurlFailure(28, `Operation timed out after ${ms} milliseconds with ${out}`);
  }

  private async header(reader: HttpReader, url: Url): Promise<HttpHeader> {
    for (;;) {
      const header = await readHeader(reader);
      if (header === undefined) {
        const failure = this.failed(reader);
        if (failure.text !== undefined && failure.code !== 28) this.say(`* ${failure.text}\n`);
        throw failure;
      }
      if (this.facts.times.start === 0) this.facts.times.start = this.elapsed / 1e9;
      const match = /^HTTP\/(\d\.\d) (\d{3})/.exec(header.start);
      if (match === null) {
        this.say("* Received HTTP/0.9 when not allowed\n");
        throw new CurlFailure(1, "Received HTTP/0.9 when not allowed");
      }
      this.facts.code = Number(match[2]);
      this.facts.httpVersion = match[1] === "1.0" ? "1" : match[1];
      if (match[1] === "1.0" && !/keep-alive/i.test(header.fields.get("connection") ?? ""))
        this.say("* HTTP 1.0, assume close after body\n");
      this.showHeader(header, url);
      if (this.facts.code >= 200) return header;
      if (this.facts.code === 100 && this.stream !== undefined) await this.sendWaiting(this.stream);
    }
  }

  private showHeader(header: HttpHeader, url: Url): void {
    for (const line of header.lines) {
      const cookie = /^set-cookie:\s*(.*)$/i.exec(line);
      if (cookie !== null) this.session.jar?.set(cookie[1], url.host, url.path);
    }
    const lines = [header.start, ...header.lines, ""];
    for (const line of lines) {
      this.facts.sizeHeader += line.length + 2;
      this.say(`< ${line}\r\n`);
      this.sink.header(`${line}\r\n`, this.options.include || this.options.head);
    }
  }

  private next(url: Url, { fields }: HttpHeader): Url | undefined {
    const { code } = this.facts;
    const location = fields.get("location");
    this.facts.contentType = fields.get("content-type") ?? "";
    if (location === undefined || code < 300 || code > 399 || code === 304) return undefined;
    const next = follow(url, location);
    if (this.options.follow) return next;
    this.facts.redirectUrl = next.text;
    return undefined;
  }

  /** Reads the body. @returns whether the connection can be used again */
  private async receive(
    reader: HttpReader,
    header: HttpHeader,
    method: string,
    skipped: boolean,
  ): Promise<boolean> {
    const { fields } = header;
    const { code } = this.facts;
    const closes =
      /close/i.test(fields.get("connection") ?? "") ||
      (/^HTTP\/1\.0/.test(header.start) && !/keep-alive/i.test(fields.get("connection") ?? ""));
    if (this.options.fail && !this.options.failWithBody && code >= 400)
      throw new CurlFailure(22, `The requested URL returned error: ${code}`);
    if (method === "HEAD" || code === 204 || code === 304) return !closes;
    const length = fields.get("content-length");
    const chunked = /chunked/i.test(fields.get("transfer-encoding") ?? "");
    if (skipped && length !== undefined && Number(length) > 0) this.say("* Ignoring the response-body\n");
    const body = new BodyReader(reader, {
      skipped,
      sink: this.sink,
      facts: this.facts,
      say: (text) => this.say(text),
      timedOut: (received, total) => this.timedOut(received, total),
    });
    if (chunked) await body.chunks();
    else await body.plain(length === undefined ? undefined : Number(length));
    return !closes && (chunked || length !== undefined);
  }
}
