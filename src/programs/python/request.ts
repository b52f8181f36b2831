/** One request of Python's `http.server` (`SimpleHTTPRequestHandler`). */
import { isErrno } from "../../errno.ts";
import type { Socket } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { decodePath, fileBytes, httpDate, insideRoot, statusOf } from "../http/files.ts";
import { HttpReader } from "../http/reader.ts";
import { ByteStream } from "../lib/byte-stream.ts";
import { formatAddress } from "../lib/resolver.ts";

const SERVER = "SimpleHTTP/0.6 Python/3.11.2";
const TYPES: Readonly<Record<string, string>> = {
  txt: "text/plain",
  c: "text/plain",
  h: "text/plain",
  html: "text/html",
  htm: "text/html",
  css: "text/css",
  csv: "text/csv",
  js: "text/javascript",
  json: "application/json",
  xml: "text/xml",
  py: "text/x-python",
  sh: "application/x-sh",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  svg: "image/svg+xml",
  ico: "image/vnd.microsoft.icon",
  pdf: "application/pdf",
  zip: "application/zip",
  tar: "application/x-tar",
  gz: "application/gzip",
};
const EXPLANATIONS: Readonly<Record<number, readonly [message: string, explanation: string]>> = {
  400: ["Bad Request", "Bad request syntax or unsupported method"],
  404: ["File not found", "Nothing matches the given URI"],
  501: ["Unsupported method", "Server does not support this operation"],
  505: ["HTTP Version Not Supported", "Cannot fulfill request"],
};
const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

function escapeHtml(text: string): string {
  return text.replace(
    /[&<>]/g,
    (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[character] ?? character,
  );
}

/** Reads one, answers it, and logs it. */
export class PythonRequest {
  private readonly process: Process;
  private readonly stream: ByteStream;
  private readonly root: string;
  private readonly client: string;
  private line = "";
  private command = "";
  /** HTTP/0.9 has no header in its answers. */
  private old = false;

  constructor(process: Process, socket: Socket, root: string) {
    this.process = process;
    this.stream = new ByteStream(process, socket);
    this.root = root.replace(/\/$/, "");
    const peer = socket.getpeername();
    this.client =
      isErrno(peer) || (peer.family !== 2 && peer.family !== 10)
        ? "-"
        : formatAddress(process.sys, { ...peer });
  }

  async serve(): Promise<void> {
    try {
      await this.answer();
      this.stream.end();
    } finally {
      this.stream.close();
    }
  }

  private log(text: string): void {
    const date = new Date(this.process.sys.realtime() / 1000);
    const two = (value: number) => String(value).padStart(2, "0");
    const month = MONTHS.slice(3 * date.getUTCMonth(), 3 * date.getUTCMonth() + 3);
    const day = `${two(date.getUTCDate())}/${month}/${date.getUTCFullYear()}`;
    const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
    this.process.stderr.write(`${this.client} - - [${day} ${time}] ${text}\n`);
  }

  private async answer(): Promise<void> {
    const reader = new HttpReader(this.stream);
    const line = await reader.line();
    if (line === undefined) return;
    this.line = line;
    const words = line.split(/\s+/).filter(Boolean);
    this.old = true;
    if (words.length === 0) return;
    if (words.length >= 3) {
      const version = /^HTTP\/(\d+)\.(\d+)$/.exec(words.at(-1) ?? "");
      if (version === null) return this.error(400, `Bad request version ('${words.at(-1)}')`);
      if (Number(version[1]) >= 2)
        return this.error(505, `Invalid HTTP version (${version[1]}.${version[2]})`);
      this.old = Number(version[1]) < 1;
    }
    if (words.length < 2 || words.length > 3) return this.error(400, `Bad request syntax ('${line}')`);
    if (words.length === 2 && words[0] !== "GET")
      return this.error(400, `Bad HTTP/0.9 request type ('${words[0]}')`);
    this.command = words[0];
    if (!this.old) for (let field = await reader.line(); field; field = await reader.line());
    if (this.command !== "GET" && this.command !== "HEAD")
      return this.error(501, `Unsupported method ('${this.command}')`);
    await this.get(words[1]);
  }

  private write(text: string): Promise<number> {
    return this.stream.write(new TextEncoder().encode(text));
  }

  private head(code: number, message: string, fields: readonly string[]): string {
    if (this.old) return "";
    const date = httpDate(Math.floor(this.process.sys.realtime() / 1000));
    return `${[`HTTP/1.0 ${code} ${message}`, `Server: ${SERVER}`, `Date: ${date}`, ...fields].join("\r\n")}\r\n\r\n`;
  }

  private async error(code: number, message: string): Promise<void> {
    this.log(`code ${code}, message ${message}`);
    this.log(`"${this.line}" ${code} -`);
    const page = `<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: ${code}</p>
        <p>Message: ${escapeHtml(message)}.</p>
        <p>Error code explanation: ${code} - ${EXPLANATIONS[code][1]}.</p>
    </body>
</html>
`;
    const fields = [
      "Connection: close",
      "Content-Type: text/html;charset=utf-8",
      `Content-Length: ${page.length}`,
    ];
    await this.write(this.head(code, message, fields) + (this.command === "HEAD" ? "" : page));
  }

  private async get(target: string): Promise<void> {
    const plain = target.split(/[?#]/)[0];
    const decoded = decodePath(plain) ?? plain;
    const path = insideRoot(decoded.replace(/(^|\/)\.\.(?=\/|$)/g, "$1")) ?? "/";
    const { sys } = this.process;
    const whole = `${this.root}${path}`;
    const status = statusOf(sys, whole.replace(/(.)\/$/, "$1"));
    if (status?.type === "directory") {
      if (!plain.endsWith("/"))
        return this.send(301, "Moved Permanently", [`Location: ${plain}/`, "Content-Length: 0"]);
      for (const index of ["index.html", "index.htm"])
        if (statusOf(sys, `${whole}${index}`) !== undefined) return this.file(`${whole}${index}`);
      return this.list(whole, decoded);
    }
    if (path.endsWith("/") || status === undefined) return this.error(404, "File not found");
    return this.file(whole);
  }

  private async send(code: number, message: string, fields: readonly string[], body = ""): Promise<void> {
    this.log(`"${this.line}" ${code} -`);
    await this.write(this.head(code, message, fields) + (this.command === "HEAD" ? "" : body));
  }

  private async file(path: string): Promise<void> {
    const status = statusOf(this.process.sys, path);
    if (status === undefined) return this.error(404, "File not found");
    const extension = (/\.([^./]+)$/.exec(path)?.[1] ?? "").toLowerCase();
    await this.send(200, "OK", [
      `Content-type: ${TYPES[extension] ?? "application/octet-stream"}`,
      `Content-Length: ${status.size}`,
      `Last-Modified: ${httpDate(Math.floor(status.modified / 1000) * 1000)}`,
    ]);
    if (this.command === "HEAD") return;
    for (const block of fileBytes(this.process.sys, path)) if ((await this.stream.write(block)) < 0) return;
  }

  private async list(path: string, shown: string): Promise<void> {
    const entries = this.process.sys.readdir(path);
    if (isErrno(entries)) return this.error(404, "No permission to list directory");
    const names = entries
      .filter(({ name }) => name !== "." && name !== "..")
      .map(({ name, type }) => ({ name, mark: type === "directory" ? "/" : type === "symlink" ? "@" : "" }))
      .sort((left, right) => (left.name.toLowerCase() < right.name.toLowerCase() ? -1 : 1));
    const items = names.map(({ name, mark }) => {
      const link = encodeURIComponent(name) + (mark === "/" ? "/" : "");
      return `<li><a href="${link}">${escapeHtml(name + mark)}</a></li>`;
    });
    const title = `Directory listing for ${escapeHtml(shown)}`;
    const page = [
      "<!DOCTYPE HTML>",
      '<html lang="en">',
      "<head>",
      '<meta charset="utf-8">',
      `<title>${title}</title>`,
      "</head>",
      "<body>",
      `<h1>${title}</h1>`,
      "<hr>",
      "<ul>",
      ...items,
      "</ul>",
      "<hr>",
      "</body>",
      "</html>",
      "",
    ].join("\n");
    const length = new TextEncoder().encode(page).length;
    await this.send(200, "OK", ["Content-type: text/html; charset=utf-8", `Content-Length: ${length}`], page);
  }
}
