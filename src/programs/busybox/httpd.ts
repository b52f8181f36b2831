/** busybox's httpd: files of a directory over HTTP, one child a connection in the real one, one task here. */
import { isErrno, strerror } from "../../errno.ts";
import { formatIpv4, IN6ADDR_ANY, INADDR_ANY, parseIpv4, parseIpv6 } from "../../packet/address.ts";
import type { Process, Stream } from "../../process/process.ts";
import { runningProcess } from "../../process/running-process.ts";
import { decodePath, fileBytes, httpDate, insideRoot, statusOf } from "../http/files.ts";
import { HttpReader } from "../http/reader.ts";
import { acceptStream, type ByteStream, listenStream } from "../lib/byte-stream.ts";
import { getopt } from "../lib/getopt.ts";
import type { InternetAddress } from "../lib/resolver.ts";

const BACKLOG = 9;
/** A request has to come within a minute (`HEADER_READ_TIMEOUT`). */
const REQUEST_NS = 60e9;

const TYPES: Readonly<Record<string, string>> = {
  txt: "text/plain",
  h: "text/plain",
  c: "text/plain",
  cc: "text/plain",
  cpp: "text/plain",
  htm: "text/html",
  html: "text/html",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  png: "image/png",
  svg: "image/svg+xml",
  css: "text/css",
  js: "application/javascript",
  wav: "audio/wav",
  avi: "video/x-msvideo",
  qt: "video/quicktime",
  mov: "video/quicktime",
  mpe: "video/mpeg",
  mpeg: "video/mpeg",
  mid: "audio/midi",
  midi: "audio/midi",
  mp3: "audio/mpeg",
};

const ERRORS: Readonly<Record<number, readonly [name: string, text: string]>> = {
  302: ["Found", ""],
  400: ["Bad Request", "Unsupported method"],
  403: ["Forbidden", ""],
  404: ["Not Found", "The requested URL was not found"],
  408: ["Request Timeout", "No request appeared within 60 seconds"],
  416: ["Range Not Satisfiable", ""],
  501: ["Not Implemented", "The requested method is not recognized"],
};

const USAGE = `BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.

Usage: httpd [-ifv[v]] [-c CONFFILE] [-p [IP:]PORT] [-u USER[:GRP]] [-r REALM] [-h HOME]
or httpd -d/-e/-m STRING

Listen for incoming HTTP requests

	-i		Inetd mode
	-f		Run in foreground
	-v[v]		Verbose
	-p [IP:]PORT	Bind to IP:PORT (default *:80)
	-u USER[:GRP]	Set uid/gid after binding to port
	-r REALM	Authentication Realm for Basic Authentication
	-h HOME		Home directory (default .)
	-c FILE		Configuration file (default {/etc,HOME}/httpd.conf)
	-m STRING	MD5 crypt STRING
	-e STRING	HTML encode STRING
	-d STRING	URL decode STRING
`;

function addressOf(text: string): InternetAddress | undefined {
  const match = /^(?:(?:\[(.*)\]|([^:]*)):)?(\d{1,5})$/.exec(text);
  if (match === null) return undefined;
  const host = match[1] ?? match[2] ?? "";
  const port = Number(match[3]);
  const v4 = parseIpv4(host);
  const v6 = v4 === undefined ? parseIpv6(host) : undefined;
  if (v4 !== undefined) return { family: 2, address: v4, port };
  if (v6 !== undefined) return { family: 10, address: v6, port };
  return host === "" ? { family: 10, address: IN6ADDR_ANY, port } : undefined;
}

/** Runs it. @returns the exit status */
export async function httpd(process: Process): Promise<number> {
  const parsed = getopt(["httpd", ...process.argv.slice(1)], "c:d:h:e:r:m:u:p:ifv");
  if (parsed.errors.length > 0) {
    process.stderr.write(`${parsed.errors[0]}\n${USAGE}`);
    return 1;
  }
  const value = (letter: string) => parsed.options.findLast(({ option }) => option === letter)?.argument;
  const has = (letter: string) => parsed.options.some(({ option }) => option === letter);
  for (const letter of "cderimu")
    if (has(letter)) {
      process.stderr.write(`httpd: -${letter} is not supported here\n`);
      return 1;
    }
  const address = addressOf(value("p") ?? "80");
  if (address === undefined) {
    process.stderr.write(`httpd: bad address '${value("p")}'\n`);
    return 1;
  }
  const root = process.resolve(value("h") ?? ".");
  if (statusOf(process.sys, root)?.type !== "directory") {
    process.stderr.write(`httpd: can't change directory to '${value("h")}': No such file or directory\n`);
    return 1;
  }
  const listener = listen(process, address);
  if (typeof listener === "number") {
    process.stderr.write(`httpd: bind: ${strerror(-listener)}\n`);
    return 1;
  }
  const both = address.family === 10 && address.address.isUnspecified;
  const verbose: Verbosity = { level: parsed.options.filter(({ option }) => option === "v").length, both };
  if (has("f")) return serve(process, listener, root, verbose);
  listener.close();
  const nothing: Stream = { read: async () => undefined, write: (data) => data.length, isTerminal: false };
  const fds = new Map<number, Stream>([0, 1, 2].map((fd) => [fd, nothing]));
  runningProcess(process).fork(
    async (child) => {
      const own = listen(child, address);
      return typeof own === "number" ? 1 : serve(child, own, root, { level: 0, both });
    },
    { fds, group: 0 },
  );
  return 0;
}

/** On every address, of both families when there are two. */
function listen(process: Process, address: InternetAddress): ReturnType<typeof listenStream> {
  const listener = listenStream(process, address, BACKLOG);
  if (typeof listener !== "number" || address.family === 2 || !address.address.isUnspecified) return listener;
  return listenStream(process, { family: 2, address: INADDR_ANY, port: address.port }, BACKLOG);
}

async function serve(
  process: Process,
  listener: Exclude<ReturnType<typeof listenStream>, number>,
  root: string,
  verbose: Verbosity,
): Promise<number> {
  for (;;) {
    const stream = await acceptStream(process, listener);
    if (typeof stream === "number") continue;
    const request = new Request(process, stream, root, verbose);
    // connections are served beside one another, as by children
    void request.serve().catch(() => stream.close());
  }
}

/** What is told about requests. */
interface Verbosity {
  /** 1: how they were answered; 2: what they asked for, too. */
  readonly level: number;
  /** The real one listens with one socket for both families, which shows clients of IPv4 as mapped. */
  readonly both: boolean;
}

class Request {
  private readonly process: Process;
  private readonly stream: ByteStream;
  private readonly root: string;
  private readonly deadline: number;
  private readonly verbose: Verbosity;
  private headOnly = false;

  constructor(process: Process, stream: ByteStream, root: string, verbose: Verbosity) {
    this.process = process;
    this.stream = stream;
    this.root = root;
    this.verbose = verbose;
    this.deadline = process.sys.monotonic() + REQUEST_NS;
  }

  async serve(): Promise<void> {
    try {
      await this.answer();
      this.stream.end();
      // what the client still sends is read, lest it is told that the connection was reset
      const until = this.process.sys.monotonic() + 1e9;
      while ((await this.stream.read(until)) instanceof Uint8Array);
    } finally {
      this.stream.close();
    }
  }

  private async answer(): Promise<void> {
    const reader = new HttpReader(this.stream, this.deadline);
    const line = await reader.line();
    if (line === undefined) return reader.error === 0 ? undefined : this.error(408);
    const match = /^(\S+) (\/\S*)(?: (HTTP\/\S+))?$/.exec(line);
    if (match === null) return this.error(400);
    const fields = new Map<string, string>();
    for (let field = await reader.line(); field !== undefined && field !== ""; field = await reader.line()) {
      const colon = field.indexOf(":");
      if (colon > 0 && fields.size < 200)
        fields.set(field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim());
    }
    const [, method, target] = match;
    const decoded = decodePath(target.split("?")[0]);
    if (decoded === undefined) return this.error(400);
    const path = insideRoot(decoded);
    if (path === undefined) return this.error(400);
    if (this.verbose.level > 1) this.tell(`url:${path}`);
    if (method !== "GET" && method !== "HEAD") return this.error(501);
    this.headOnly = method === "HEAD";
    await this.file(path, fields.get("range"));
  }

  private async file(path: string, range: string | undefined): Promise<void> {
    const whole = `${this.root.replace(/\/$/, "")}${path}`;
    const status = statusOf(this.process.sys, whole.replace(/(.)\/$/, "$1"));
    if (status?.type === "directory" && !path.endsWith("/")) return this.error(302, `${path}/`);
    const name = path.endsWith("/") ? `${whole}index.html` : whole;
    const file = statusOf(this.process.sys, name);
    if (file === undefined || file.type !== "file") return this.error(404);
    const part = range === undefined ? undefined : parseRange(range, file.size);
    const seconds = Math.floor(file.modified / 1000);
    const type =
      part === undefined ? TYPES[(/\.([^./]+)$/.exec(name)?.[1] ?? "").toLowerCase()] : "text/html";
    const length = part === undefined ? file.size : part.end - part.start + 1;
    this.tellStatus(part === undefined ? 200 : 206);
    const head = [
      `HTTP/1.1 ${part === undefined ? "200 OK" : "206 Partial Content"}`,
      `Date: ${this.date()}`,
      "Connection: close",
      ...(type === undefined ? [] : [`Content-type: ${type}`]),
      ...(part === undefined ? [] : [`Content-Range: bytes ${part.start}-${part.end}/${file.size}`]),
      "Accept-Ranges: bytes",
      `Last-Modified: ${httpDate(seconds * 1000)}`,
      `ETag: "${seconds.toString(16)}-${file.size.toString(16)}"`,
      `Content-Length: ${length}`,
    ];
    if ((await this.write(`${head.join("\r\n")}\r\n\r\n`)) < 0 || this.headOnly) return;
    for (const block of fileBytes(this.process.sys, name, part?.start ?? 0, length))
      if ((await this.stream.write(block)) < 0) return;
  }

  private tellStatus(code: number): void {
    if (this.verbose.level > 0) this.tell(`response:${code}`);
  }

  /** A message about this client. */
  private tell(text: string): void {
    const peer = this.stream.socket.getpeername();
    if (isErrno(peer) || (peer.family !== 2 && peer.family !== 10)) return;
    const text4 = peer.family === 2 ? formatIpv4(peer.address) : undefined;
    const host =
      text4 !== undefined && !this.verbose.both
        ? text4
        : `[${text4 === undefined ? peer.address : `::ffff:${text4}`}]`;
    this.process.stderr.write(`${host}:${peer.port}: ${text}\n`);
  }

  private date(): string {
    return httpDate(Math.floor(this.process.sys.realtime() / 1000));
  }

  private write(text: string): Promise<number> {
    return this.stream.write(new TextEncoder().encode(text));
  }

  private async error(code: number, location?: string): Promise<void> {
    this.tellStatus(code);
    const [name, text] = ERRORS[code];
    const head = [
      `HTTP/1.1 ${code} ${name}`,
      `Date: ${this.date()}`,
      "Connection: close",
      "Content-type: text/html",
      ...(location === undefined ? [] : [`Location: ${location}`]),
    ];
    const page = `<HTML><HEAD><TITLE>${code} ${name}</TITLE></HEAD>\n<BODY><H1>${code} ${name}</H1>\n${text}\n</BODY></HTML>\n`;
    const body = text === "" || this.headOnly ? "" : page;
    await this.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  }
}

/** The part of a file that is asked for; what makes no sense asks for the whole. An end of 0 is none. */
function parseRange(text: string, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d+)-(\d*)$/.exec(text);
  if (match === null) return undefined;
  const start = Number(match[1]);
  const last = Number(match[2]);
  const end = last === 0 ? size - 1 : Math.min(last, size - 1);
  return start > end ? undefined : { start, end };
}
