/** busybox's wget: one file over HTTP. */
import { isErrno, strerror } from "../../errno.ts";
import { type File, O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { HttpReader, readHeader } from "../http/reader.ts";
import { connectStream } from "../lib/byte-stream.ts";
import { getopt, type LongOption } from "../lib/getopt.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { formatAddress } from "../lib/resolver.ts";

const LONG: readonly LongOption[] = [
  { name: "spider", argument: "none" },
  { name: "header", argument: "required" },
  { name: "post-data", argument: "required" },
  { name: "quiet", argument: "none", value: "q" },
  { name: "output-document", argument: "required", value: "O" },
  { name: "server-response", argument: "none", value: "S" },
  { name: "user-agent", argument: "required", value: "U" },
  { name: "timeout", argument: "required", value: "T" },
  { name: "directory-prefix", argument: "required", value: "P" },
  { name: "no-check-certificate", argument: "none" },
];
/** Seconds of silence that end a transfer. */
const TIMEOUT = 900;
const REDIRECTS = 10;
const BAR = 32;

class Failure {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

interface Target {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

function parseUrl(url: string): Target {
  if (/^(https|ftps?):/.test(url))
    throw new Failure(`not an http url: ${url}: other protocols are not supported here`);
  const text = url.includes("://") ? url : `http://${url}`;
  const match = /^http:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?([/?].*)?$/.exec(
    text.replace(/#.*$/, ""),
  );
  if (match === null) throw new Failure(`not an http or ftp url: ${url}`);
  const path = match[3] ?? "/";
  return {
    host: match[1].replace(/^\[|\]$/g, ""),
    port: match[2] === undefined ? 80 : Number(match[2]),
    path: path.startsWith("?") ? `/${path}` : path,
  };
}

/** Runs it. @returns the exit status */
export async function wget(process: Process): Promise<number> {
  const parsed = getopt(["wget", ...process.argv.slice(1)], "cqSO:o:P:Y:U:T:t:n:", LONG);
  const has = (name: string) => parsed.options.some(({ option }) => option === name);
  for (const letter of ["c", "o", "Y", "t", "n"])
    if (has(letter)) {
      process.stderr.write(`wget: -${letter} is not supported here\n`);
      return 1;
    }
  if (parsed.errors.length > 0 || parsed.operands.length === 0) {
    process.stderr.write(`${parsed.errors.map((text) => `${text}\n`).join("")}${USAGE}`);
    return 1;
  }
  try {
    for (const url of parsed.operands) await new Transfer(process, parsed.options).run(url);
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`wget: ${error.text}\n`);
    return 1;
  }
}

const USAGE = `BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.

Usage: wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]
	[--post-data STR | --post-file FILE] [-Y on/off]
	[-P DIR] [-U AGENT] [-T SEC] URL...

Retrieve files via HTTP or FTP

	--spider	Only check URL existence: $? is 0 if exists
	--header STR	Add STR (of form 'header: value') to headers
	--post-data STR	Send STR using POST method
	--post-file FILE	Send FILE using POST method
	-c		Continue retrieval of aborted transfer
	-q		Quiet
	-P DIR		Save to DIR (default .)
	-S    		Show server response
	-T SEC		Network read timeout is SEC seconds
	-O FILE		Save to FILE ('-' for stdout)
	-o LOGFILE	Log messages to FILE
	-U STR		Use STR for User-Agent header
	-Y on/off	Use proxy
`;

class Transfer {
  private readonly process: Process;
  private readonly options: ReturnType<typeof getopt>["options"];
  private readonly quiet: boolean;
  private connected = "";

  constructor(process: Process, options: ReturnType<typeof getopt>["options"]) {
    this.process = process;
    this.options = options;
    this.quiet = this.has("q");
  }

  private has(name: string): boolean {
    return this.options.some(({ option }) => option === name);
  }

  private value(name: string): string | undefined {
    return this.options.findLast(({ option }) => option === name)?.argument;
  }

  private say(text: string): void {
    if (!this.quiet) this.process.stderr.write(text);
  }

  async run(url: string): Promise<void> {
    let target = parseUrl(url);
    for (let i = 0; i < REDIRECTS; i++) {
      const next = await this.fetch(target, url);
      if (next === undefined) return;
      target = next;
    }
    throw new Failure("too many redirections");
  }

  private async fetch(target: Target, url: string): Promise<Target | undefined> {
    const { process } = this;
    const shownHost = target.port === 80 ? target.host : `${target.host}:${target.port}`;
    const found = await lookupHost(process, target.host);
    if (typeof found === "string") throw new Failure(`bad address '${shownHost}'`);
    const address = { ...found.addresses[0], port: target.port };
    const numeric = formatAddress(process.sys, address);
    const place = address.family === 10 ? `[${numeric}]:${target.port}` : `${numeric}:${target.port}`;
    // the same host is not told twice
    if (this.connected !== place) this.say(`Connecting to ${shownHost} (${place})\n`);
    this.connected = place;
    const stream = await connectStream(process, address);
    if (typeof stream === "number")
      throw new Failure(`can't connect to remote host (${numeric}): ${strerror(-stream)}`);
    try {
      const sent = await stream.write(this.request(target, shownHost));
      if (sent < 0) throw new Failure(`error getting response: ${strerror(-sent)}`);
      const timeout = Number(this.value("T") ?? TIMEOUT) * 1e9;
      const reader = new HttpReader(stream, process.sys.monotonic() + timeout);
      const header = await readHeader(reader);
      if (header === undefined) throw new Failure("error getting response: Connection reset by peer");
      return await this.response(target, url, reader, header);
    } finally {
      stream.close();
    }
  }

  private request({ path }: Target, host: string): Uint8Array {
    const body = this.value("post-data");
    const method = body !== undefined ? "POST" : this.has("spider") ? "HEAD" : "GET";
    const own = this.options
      .filter(({ option }) => option === "header")
      .map(({ argument }) => `${argument}\r\n`);
    const agent = own.some((line) => /^user-agent:/i.test(line))
      ? ""
      : `User-Agent: ${this.value("U") ?? "Wget"}\r\n`;
    let text = `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n${agent}Connection: close\r\n${own.join("")}`;
    if (body !== undefined)
      text += `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${new TextEncoder().encode(body).length}\r\n`;
    return new TextEncoder().encode(`${text}\r\n${body ?? ""}`);
  }

  private async response(
    target: Target,
    url: string,
    reader: HttpReader,
    header: NonNullable<Awaited<ReturnType<typeof readHeader>>>,
  ): Promise<Target | undefined> {
    if (this.has("S"))
      this.process.stderr.write([header.start, ...header.lines, ""].map((line) => `  ${line}\n`).join(""));
    const status = Number(/^HTTP\/\S+ (\d{3})/.exec(header.start)?.[1] ?? 0);
    const location = header.fields.get("location");
    if ([300, 301, 302, 303, 307, 308].includes(status) && location !== undefined)
      return location.startsWith("/") ? { ...target, path: location } : parseUrl(location);
    if (status !== 200 && status !== 204 && status !== 206)
      throw new Failure(`server returned error: ${header.start}`);
    if (this.has("spider")) {
      this.say("remote file exists\n");
      return undefined;
    }
    await this.save(url, reader, header.fields);
    return undefined;
  }

  private async save(url: string, reader: HttpReader, fields: ReadonlyMap<string, string>): Promise<void> {
    const { process } = this;
    const given = this.value("O");
    const name =
      given ?? (/([^/?]*)(\?.*)?$/.exec(url.replace(/^https?:\/\/[^/]*/, ""))?.[1] || "index.html");
    let file: File | undefined;
    if (name === "-") this.say("writing to stdout\n");
    else {
      const path = process.resolve(this.value("P") === undefined ? name : `${this.value("P")}/${name}`);
      const opened = process.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
      if (isErrno(opened)) throw new Failure(`can't open '${name}': ${strerror(-opened)}`);
      file = opened;
      this.say(`saving to '${name}'\n`);
    }
    const length = fields.get("content-length");
    let total = 0;
    let rest = length === undefined ? Number.POSITIVE_INFINITY : Number(length);
    const chunked = /chunked/i.test(fields.get("transfer-encoding") ?? "");
    for (;;) {
      if (chunked && (total === 0 || rest === 0)) {
        if (total > 0) await reader.line();
        rest = Number.parseInt((await reader.line()) ?? "0", 16) || 0;
      }
      if (rest <= 0) break;
      const part = await reader.some(Math.min(rest, 65_536));
      if (part === undefined) break;
      rest -= part.length;
      total += part.length;
      if (file === undefined) process.stdout.write(part);
      else file.write(part);
    }
    file?.close();
    await process.stdout.flush();
    if (length !== undefined && rest > 0) throw new Failure("connection closed prematurely");
    const shown = name.split("/").at(-1) ?? name;
    this.say(`${shown.padEnd(20).slice(0, 20)} 100% |${"*".repeat(BAR)}| ${sizeText(total)}  0:00:00 ETA\n`);
    this.say(name === "-" ? "written to stdout\n" : `'${name}' saved\n`);
  }
}

/** A number of bytes in at most five digits and a unit. */
function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 100_000 && unit < 4) {
    value = Math.floor(value / 1024);
    unit++;
  }
  return `${String(value).padStart(5)}${" kMGT"[unit]}`.trimEnd().padStart(5);
}
