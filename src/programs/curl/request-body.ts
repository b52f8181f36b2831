/** What a request carries: data, forms, files. */
import { isErrno } from "../../errno.ts";
import { O_RDONLY } from "../../kernel.ts";
import { concatenate } from "../../process/open-file.ts";
import type { Process } from "../../process/process.ts";
import { CurlFailure, type CurlOptions, type Datum, type FormPart } from "./options.ts";

/** One, ready to be sent. */
export interface RequestBody {
  readonly bytes: Uint8Array;
  /** Its `Content-Type`; undefined: none is said. */
  readonly type: string | undefined;
  /** The server is asked first whether it wants it. */
  readonly expects: boolean;
  /** Its length is not known before. */
  readonly chunked: boolean;
  /** It is a form in parts, of which no part can be asked for. */
  readonly form: boolean;
  /** Bytes of what it is a part of. */
  readonly whole: number;
}

const URLENCODED = "application/x-www-form-urlencoded";
const NOTHING_READ = "Failed to open/read local data from file/application";
/** More than any of these. */
const FILE_MAX = 64 * 1024 * 1024;
const BLOCK = 65_536;
const TYPES: ReadonlyMap<string, string> = new Map([
  ["gif", "image/gif"],
  ["jpg", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["png", "image/png"],
  ["svg", "image/svg+xml"],
  ["txt", "text/plain"],
  ["htm", "text/html"],
  ["html", "text/html"],
  ["pdf", "application/pdf"],
  ["xml", "application/xml"],
]);

/** A whole file, or standard input for `-`; undefined when it can not be read. */
async function readAll(process: Process, path: string): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  if (path === "-") {
    for (let part = await process.stdin.read(); part !== undefined; part = await process.stdin.read()) {
      parts.push(part);
      length += part.length;
      if (length > FILE_MAX) process.exhausted(27);
    }
    return concatenate(parts);
  }
  const file = process.sys.open(process.resolve(path), O_RDONLY);
  if (isErrno(file)) return undefined;
  for (let count = 1; count > 0; ) {
    const block = new Uint8Array(BLOCK);
    count = file.read(block);
    if (count > 0) parts.push(block.subarray(0, count));
    length += Math.max(0, count);
    if (length > FILE_MAX) process.exhausted(27);
  }
  file.close();
  return concatenate(parts);
}

/** @throws {@link CurlFailure} */
export async function requestBody(process: Process, options: CurlOptions): Promise<RequestBody | undefined> {
  if (options.form.length > 0) return formBody(process, options.form);
  if (options.data.length === 0) return undefined;
  const parts: Uint8Array[] = [];
  for (const [i, datum] of options.data.entries()) {
    if (i > 0 && datum.kind !== "json") parts.push(Uint8Array.of(0x26));
    parts.push(await datumBytes(process, datum));
  }
  const bytes = concatenate(parts);
  return { bytes, type: URLENCODED, expects: false, chunked: false, form: false, whole: bytes.length };
}

async function datumBytes(process: Process, { kind, text }: Datum): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  if (kind === "urlencode") return encoder.encode(await urlEncoded(process, text));
  if (kind === "raw" || !text.startsWith("@")) return encoder.encode(text);
  const content = await readAll(process, text.slice(1));
  if (content === undefined) throw new CurlFailure(26, `Failed to open ${text.slice(1)}`);
  return kind === "plain" ? content.filter((byte) => byte !== 10 && byte !== 13 && byte !== 0) : content;
}

/** `CONTENT`, `=CONTENT`, `NAME=CONTENT`, `@FILE`, `NAME@FILE` */
async function urlEncoded(process: Process, text: string): Promise<string> {
  const match = /^([^=@]*)([=@])(.*)$/s.exec(text);
  if (match === null) return escapeWords(new TextEncoder().encode(text));
  const [, name, sign, rest] = match;
  const content = sign === "=" ? new TextEncoder().encode(rest) : await readAll(process, rest);
  if (content === undefined) throw new CurlFailure(26, `Failed to open ${rest}`);
  return `${name === "" ? "" : `${name}=`}${escapeWords(content)}`;
}

function escapeWords(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) {
    const letter = String.fromCharCode(byte);
    if (/[A-Za-z0-9\-._~]/.test(letter)) out += letter;
    else if (byte === 0x20) out += "+";
    else out += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}

/** A form in parts, with a boundary that chance made. */
async function formBody(process: Process, form: readonly FormPart[]): Promise<RequestBody> {
  const chance = [process.sys.random(), process.sys.random()].map((word) =>
    word.toString(16).padStart(8, "0"),
  );
  const boundary = `${"-".repeat(24)}${chance.join("")}`;
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  for (const { name, text, literal } of form) {
    const part = literal ? { content: encoder.encode(text) } : await formPart(process, text);
    const file = part.filename === undefined ? "" : `; filename="${quoted(part.filename)}"`;
    const type = part.type === undefined ? "" : `\r\nContent-Type: ${part.type}`;
    parts.push(
      encoder.encode(
        `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${file}${type}\r\n\r\n`,
      ),
      part.content,
      encoder.encode("\r\n"),
    );
  }
  parts.push(encoder.encode(`--${boundary}--\r\n`));
  const bytes = concatenate(parts);
  return {
    bytes,
    type: `multipart/form-data; boundary=${boundary}`,
    expects: false,
    chunked: false,
    form: true,
    whole: bytes.length,
  };
}

interface Part {
  readonly content: Uint8Array;
  readonly filename?: string;
  readonly type?: string;
}

/** `TEXT`, `@FILE`, `<FILE`, with `;type=` and `;filename=` behind. */
async function formPart(process: Process, text: string): Promise<Part> {
  const [value, ...words] = text.split(";");
  const given = new Map(words.map((word) => [word.split("=")[0].trim(), word.slice(word.indexOf("=") + 1)]));
  const type = given.get("type");
  const sign = value[0];
  if (sign !== "@" && sign !== "<")
    return { content: new TextEncoder().encode(value), ...(type === undefined ? {} : { type }) };
  const path = value.slice(1);
  const content = await readAll(process, path);
  if (content === undefined) throw new CurlFailure(26, NOTHING_READ);
  if (sign === "<") return { content, ...(type === undefined ? {} : { type }) };
  const filename = given.get("filename") ?? path.split("/").at(-1) ?? path;
  const ending = /\.([^.]*)$/.exec(filename)?.[1].toLowerCase() ?? "";
  return { content, filename, type: type ?? TYPES.get(ending) ?? "application/octet-stream" };
}

function quoted(text: string): string {
  return text.replace(/"/g, "%22").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

/** `-T` */
export async function uploadBody(process: Process, path: string): Promise<RequestBody | undefined> {
  const bytes = await readAll(process, path);
  if (bytes === undefined) return undefined;
  const chunked = path === "-";
  return { bytes, type: undefined, expects: true, chunked, form: false, whole: bytes.length };
}

/** As it goes over the wire. */
export function wireBytes({ bytes, chunked }: RequestBody): Uint8Array {
  if (!chunked) return bytes;
  const encoder = new TextEncoder();
  const head =
    bytes.length === 0
      ? []
      : [encoder.encode(`${bytes.length.toString(16)}\r\n`), bytes, encoder.encode("\r\n")];
  return concatenate([...head, encoder.encode("0\r\n\r\n")]);
}
