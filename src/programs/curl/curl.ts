/** `curl`: 7.88.1's, for HTTP/1.1 without TLS. */
import { isErrno, strerror } from "../../errno.ts";
import { O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { Main, Process } from "../../process/process.ts";
import { readTextFile } from "../lib/read-file.ts";
import { parseServerAddress } from "../lib/server-address.ts";
import { Session } from "./connector.ts";
import { CookieJar } from "./cookies.ts";
import { type Address, expandGlob, fillChosen } from "./globs.ts";
import { CurlFailure, type CurlOptions, parseCurl, UsageFailure } from "./options.ts";
import { Output } from "./output.ts";
import { type RequestBody, requestBody, uploadBody } from "./request-body.ts";
import { Transfer } from "./transfer.ts";
import { writeOut } from "./write-out.ts";

/** Longest wait between two tries, in seconds. */
const RETRY_MAX = 600;
/** Answers that may be others later. */
const RETRY_CODES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const WARNING_WIDTH = 69;

export const main: Main = async (process) => {
  let options: CurlOptions;
  try {
    options = parseCurl(process.argv);
  } catch (error) {
    if (!(error instanceof UsageFailure)) throw error;
    process.stderr.write(error.text);
    return 2;
  }
  return new Curl(process, options).run();
};

class Curl {
  private readonly process: Process;
  private readonly options: CurlOptions;
  private readonly session = new Session();

  constructor(process: Process, options: CurlOptions) {
    this.process = process;
    this.options = options;
  }

  async run(): Promise<number> {
    const { process, options } = this;
    try {
      for (const entry of options.resolve) this.addResolve(entry);
    } catch (error) {
      if (!(error instanceof CurlFailure)) throw error;
      process.stderr.write(`curl: (${error.code}) ${error.text}\n`);
      return error.code;
    }
    this.loadCookies();
    let status = 0;
    for (const [i, text] of options.urls.entries()) status = await this.word(text, i);
    this.session.kept?.stream.close();
    this.saveCookies();
    await process.stdout.flush();
    return status;
  }

  /** One word of the command line, which may mean many addresses. */
  private async word(text: string, index: number): Promise<number> {
    const { options, process } = this;
    let addresses: Address[] = [{ text, chosen: [] }];
    try {
      if (!options.globOff) addresses = expandGlob(text);
    } catch (error) {
      if (!(error instanceof CurlFailure)) throw error;
      if (!options.silent || options.showError) process.stderr.write(`curl: (${error.code}) ${error.text}\n`);
      return error.code;
    }
    let status = 0;
    for (const { text: url, chosen } of addresses) {
      const output = options.outputs[index];
      const name = typeof output === "string" && addresses.length > 1 ? fillChosen(output, chosen) : output;
      status = await this.repeat(url, name, options.uploads[index]);
    }
    return status;
  }

  /** As often as `--retry` says. */
  private async repeat(
    url: string,
    output: string | true | undefined,
    upload: string | undefined,
  ): Promise<number> {
    const { options, process } = this;
    const started = process.sys.monotonic();
    let wait = options.retryDelay > 0 ? options.retryDelay : 1;
    for (let left = options.retries; ; left--) {
      const { status, code } = await this.one(url, output, upload);
      const why = left > 0 ? this.passing(status, code) : undefined;
      const late =
        options.retryTime > 0 && (process.sys.monotonic() - started) / 1e9 + wait > options.retryTime;
      if (why === undefined || late) return status;
      this.warn(`Problem ${why}. Will retry in ${wait} seconds. ${left} retries left.`);
      await process.sleep(wait * 1e9);
      if (options.retryDelay === 0) wait = Math.min(wait * 2, RETRY_MAX);
    }
  }

  /** What may go better the next time; undefined for what will not. */
  private passing(status: number, code: number): string | undefined {
    const { options } = this;
    if (status === 28 || status === 6 || status === 5) return ": timeout";
    if (status === 7 && options.retryRefused) return ": connection refused";
    if ((status === 0 || status === 22) && RETRY_CODES.has(code)) return ": HTTP error";
    return status !== 0 && options.retryAll ? "(retrying all errors)" : undefined;
  }

  /** A warning, in lines that are not too long. */
  private warn(text: string): void {
    if (this.options.silent) return;
    let rest = text;
    while (rest.length > WARNING_WIDTH) {
      const space = rest.lastIndexOf(" ", WARNING_WIDTH - 1);
      const cut = space > 0 ? space + 1 : WARNING_WIDTH;
      this.process.stderr.write(`Warning: ${rest.slice(0, cut)}\n`);
      rest = rest.slice(cut);
    }
    this.process.stderr.write(`Warning: ${rest}\n`);
  }

  private loadCookies(): void {
    const { options, process, session } = this;
    if (options.cookieFiles.length === 0 && options.cookieJar === undefined) return;
    session.jar = new CookieJar(() => Math.floor(process.sys.realtime() / 1e6));
    for (const path of options.cookieFiles) {
      const text = readTextFile(process.sys, process.resolve(path));
      if (typeof text === "string") session.jar.load(text, !options.junkSession);
    }
  }

  private saveCookies(): void {
    const { options, process, session } = this;
    if (options.cookieJar === undefined || session.jar === undefined) return;
    const text = session.jar.text();
    if (options.cookieJar === "-") {
      process.stdout.write(text);
      return;
    }
    const file = process.sys.open(process.resolve(options.cookieJar), O_WRONLY | O_CREAT | O_TRUNC, 0o666);
    if (isErrno(file)) {
      if (options.verbose)
        process.stderr.write(
          `* WARNING: failed to save cookies in ${options.cookieJar}: ${strerror(-file)}\n`,
        );
      return;
    }
    file.write(new TextEncoder().encode(text));
    file.close();
  }

  /** `HOST:PORT:ADDRESS[,ADDRESS]…` */
  private addResolve(entry: string): void {
    const match = /^\+?([^:]+):(\d+):(.+)$/.exec(entry);
    const addresses = match?.[3].split(",").map((text) => parseServerAddress(text.replace(/^\[|\]$/g, "")));
    if (match === null || addresses === undefined || addresses.some((address) => address === undefined))
      throw new CurlFailure(49, `Couldn't parse CURLOPT_RESOLVE entry '${entry}'`);
    const port = Number(match[2]);
    const known = addresses.flatMap((address) => (address === undefined ? [] : [{ ...address, port }]));
    this.session.known.set(`${match[1].toLowerCase()}:${port}`, known);
    if (this.options.verbose)
      this.process.stderr.write(`* Added ${match[1]}:${port}:${match[3]} to DNS cache\n`);
  }

  /** The body of a request: with `-T` a file, whose name an address that ends with a slash gets. */
  private async body(url: string, upload: string | undefined): Promise<[string, RequestBody | undefined]> {
    if (upload === undefined) return [url, await requestBody(this.process, this.options)];
    const body = await uploadBody(this.process, upload);
    if (body === undefined) {
      this.process.stderr.write(
        `curl: Can't open '${upload}'!\ncurl: try 'curl --help' or 'curl --manual' for more information\n`,
      );
      throw new CurlFailure(26, "Failed to open/read local data from file/application");
    }
    const named = /^(?:\w+:\/\/)?[^/?]*$/.test(url) ? `${url}/` : url;
    const target =
      named.endsWith("/") && upload !== "-"
        ? `${named}${encodeURIComponent(upload.split("/").at(-1) ?? "")}`
        : url;
    return [target, body];
  }

  private async one(
    url: string,
    output: string | true | undefined,
    upload: string | undefined,
  ): Promise<{ status: number; code: number }> {
    const { process } = this;
    let { options } = this;
    const name = output === true ? /([^/?]+)(\?.*)?$/.exec(url.replace(/^\w+:\/\/[^/]*/, ""))?.[1] : output;
    if (output === true && name === undefined) {
      process.stderr.write(
        "curl: Remote file name has no length!\ncurl: (23) Failed writing received data to disk/application\n",
      );
      return { status: 23, code: 0 };
    }
    const file = name === "-" ? undefined : name;
    if (options.resume === "-" && upload === undefined) options = { ...options, resume: this.sizeOf(file) };
    const sink = new Output(process, options, file);
    let transfer: Transfer | undefined;
    let failure: CurlFailure | undefined;
    try {
      const [target, body] = await this.body(url, upload);
      transfer = new Transfer(process, options, this.session, sink, body);
      sink.begin();
      await transfer.run(target);
      const { code } = transfer.facts;
      if (options.failWithBody && code >= 400)
        failure = new CurlFailure(22, `The requested URL returned error: ${code}`);
    } catch (error) {
      if (!(error instanceof CurlFailure)) throw error;
      failure = error;
    }
    await sink.finish(failure === undefined);
    if (failure?.text !== undefined && (!options.silent || options.showError))
      process.stderr.write(`curl: (${failure.code}) ${failure.text}\n`);
    if (options.writeOut !== undefined && transfer !== undefined) this.tell(transfer, failure, name, url);
    return { status: failure?.code ?? 0, code: transfer?.facts.code ?? 0 };
  }

  /** Bytes that a file has already. */
  private sizeOf(name: string | undefined): number {
    if (name === undefined) return 0;
    const folder = this.options.outputFolder;
    const stat = this.process.sys.stat(
      this.process.resolve(folder === undefined ? name : `${folder}/${name}`),
    );
    return isErrno(stat) ? 0 : stat.size;
  }

  private tell(
    transfer: Transfer,
    failure: CurlFailure | undefined,
    name: string | undefined,
    url: string,
  ): void {
    const { process, options } = this;
    const facts = { ...transfer.facts, filename: name ?? "" };
    if (facts.url === "") facts.url = url;
    const extra = { exitcode: String(failure?.code ?? 0), errormsg: failure?.text ?? "" };
    const { text, error } = writeOut(options.writeOut ?? "", facts, extra);
    process.stderr.write(error);
    process.stdout.write(text);
  }
}
