/** One transfer: connecting, the request, the response, redirections. */
import { ETIMEDOUT, strerror } from "../../errno.ts";
import { concatenate } from "../../process/open-file.ts";
import type { Process } from "../../process/process.ts";
import { type HttpHeader, HttpReader, readHeader } from "../http/reader.ts";
import type { ByteStream } from "../lib/byte-stream.ts";
import { BodyReader, type Sink } from "./body.ts";
import { Connector, type Session } from "./connector.ts";
import { emptyFacts, type Facts } from "./facts.ts";
import { CurlFailure, type CurlOptions } from "./options.ts";
import { RateLimit } from "./rate-limit.ts";
import { type RequestBody, wireBytes } from "./request-body.ts";
import { requestLines } from "./request-lines.ts";
import { resumedBody } from "./upload-range.ts";
import { follow, parseUrl, type Url } from "./url.ts";

/** How long a server is given to say that it wants a body. */
const CONTINUE_NS = 1e9;

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
  private readonly connector: Connector;
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
    this.connector = new Connector(process, options, session, this.facts, sink);
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
    return this.sends ? "POST" : "GET";
  }

  /** Whether the transfer is one that sends, not one that fetches. */
  private get sends(): boolean {
    return this.body !== undefined && !this.options.get;
  }

  private closing(number: number): void {
    this.sink.done();
    this.say(`* Closing connection ${number}\n`);
  }

  /** One request and its response. @returns where to go on */
  private async once(url: Url, method: string, whole: RequestBody | undefined): Promise<Url | undefined> {
    const { stream, number } = await this.connector.connect(url);
    const body = whole === undefined ? undefined : resumedBody(whole, this.options);
    if (body instanceof CurlFailure) {
      this.say(`* ${body.text}\n`);
      this.leave(url, number, stream);
      throw body;
    }
    let keep = false;
    try {
      const request = this.request(url, method, body);
      this.facts.times.pretransfer = this.elapsed / 1e9;
      const head = new TextEncoder().encode(request);
      const wire = body === undefined ? undefined : wireBytes(body);
      const asks = body?.expects === true && !this.says("expect");
      const sent = await stream.write(
        wire === undefined || asks ? head : concatenate([head, wire]),
        this.end,
      );
      if (sent < 0) throw new CurlFailure(55, `Send failure: ${strerror(-sent)}`);
      this.facts.sizeRequest += head.length;
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
        this.say(`* Closing connection ${number}\n`);
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
      proxy: this.connector.proxy(url),
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
    if (!this.resumes(fields, length)) return false;
    const chunked = /chunked/i.test(fields.get("transfer-encoding") ?? "");
    if (skipped && length !== undefined && Number(length) > 0) this.say("* Ignoring the response-body\n");
    const body = new BodyReader(reader, {
      skipped: skipped || (this.options.resume !== undefined && code === 416),
      limit: this.limit(),
      sink: this.sink,
      facts: this.facts,
      say: (text) => this.say(text),
      timedOut: (received, total) => this.timedOut(received, total),
    });
    if (chunked) await body.chunks();
    else await body.plain(length === undefined ? undefined : Number(length));
    return !closes && (chunked || length !== undefined);
  }

  /** Whether a body is to be read, that of the part that was asked for. @throws {@link CurlFailure} */
  private resumes(fields: ReadonlyMap<string, string>, length: string | undefined): boolean {
    const { resume } = this.options;
    if (typeof resume !== "number" || resume === 0 || this.facts.code === 416 || this.sends) return true;
    const start = /^bytes\D*(\d+)/i.exec(fields.get("content-range") ?? "")?.[1];
    if (start !== undefined && Number(start) === resume) return true;
    if (Number(length) === resume) {
      this.say("* The entire document is already downloaded\n");
      return false;
    }
    const text = "HTTP server doesn't seem to support byte ranges. Cannot resume.";
    this.say(`* ${text}\n`);
    throw new CurlFailure(33, text);
  }

  private limit(): RateLimit | undefined {
    const { limitRate } = this.options;
    if (limitRate === 0 || this.stream === undefined) return undefined;
    return new RateLimit(this.process, limitRate, this.stream.socket);
  }
}
