/** `curl`: 7.88.1's, for HTTP/1.1 without TLS. */
import { isErrno, strerror } from "../../errno.ts";
import { type File, O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { Main, Process } from "../../process/process.ts";
import { parseServerAddress } from "../dnsmasq/parse-dns.ts";
import { readTextFile } from "../lib/read-file.ts";
import type { Sink } from "./body.ts";
import { CurlFailure, type CurlOptions, parseCurl, UsageFailure } from "./options.ts";
import { PROGRESS_HEAD, progressLine } from "./progress.ts";
import { Session, Transfer } from "./transfer.ts";
import { writeOut } from "./write-out.ts";

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
    let status = 0;
    for (const [i, url] of options.urls.entries()) status = await this.one(url, options.outputs[i]);
    this.session.kept?.stream.close();
    return status;
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

  private body(): Uint8Array | undefined {
    const { data } = this.options;
    if (data.length === 0) return undefined;
    const parts = data.map((text) => {
      if (text.startsWith("\0")) return text.slice(1);
      const binary = text.startsWith("\u0001");
      const plain = binary ? text.slice(1) : text;
      if (!plain.startsWith("@")) return plain;
      const path = plain.slice(1);
      if (path === "-") throw new CurlFailure(26, "data from standard input is not supported here");
      const content = readTextFile(this.process.sys, this.process.resolve(path));
      if (typeof content === "number") throw new CurlFailure(26, `Failed to open ${path}`);
      return binary ? content : content.replace(/[\r\n]/g, "");
    });
    return new TextEncoder().encode(parts.join("&"));
  }

  private async one(url: string, output: string | true | undefined): Promise<number> {
    const { process, options } = this;
    const name = output === true ? /([^/?]+)(\?.*)?$/.exec(url.replace(/^\w+:\/\/[^/]*/, ""))?.[1] : output;
    if (output === true && name === undefined) {
      process.stderr.write(
        "curl: Remote file name has no length!\ncurl: (23) Failed writing received data to disk/application\n",
      );
      return 23;
    }
    const sink = new Output(process, options, name === "-" ? undefined : name);
    let transfer: Transfer | undefined;
    let failure: CurlFailure | undefined;
    try {
      transfer = new Transfer(process, options, this.session, sink, this.body());
      sink.begin();
      await transfer.run(url);
    } catch (error) {
      if (!(error instanceof CurlFailure)) throw error;
      failure = error;
    }
    await sink.finish(failure === undefined);
    if (failure?.text !== undefined && (!options.silent || options.showError))
      process.stderr.write(`curl: (${failure.code}) ${failure.text}\n`);
    if (options.writeOut !== undefined && transfer !== undefined) this.tell(transfer, failure, name, url);
    return failure?.code ?? 0;
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

/** Where a transfer's bytes and words go. */
class Output implements Sink {
  length = 0;
  private readonly process: Process;
  private readonly path: string | undefined;
  private file: File | undefined;
  private failed = false;
  private total = 0;
  private readonly started: number;
  private readonly meter: boolean;

  constructor(process: Process, options: CurlOptions, path: string | undefined) {
    this.process = process;
    this.path = path;
    this.started = process.sys.monotonic();
    this.meter = !options.silent && (path !== undefined || !process.stdout.isTerminal);
  }

  begin(): void {
    if (this.meter) this.process.stderr.write(PROGRESS_HEAD + progressLine(0, 0, 0));
  }

  expect(total: number): void {
    this.total = total;
  }

  say(text: string): void {
    this.process.stderr.write(text);
  }

  header(text: string): void {
    this.put(new TextEncoder().encode(text));
  }

  async body(data: Uint8Array): Promise<boolean> {
    this.length += data.length;
    return this.put(data);
  }

  private put(data: Uint8Array): boolean {
    if (this.path === undefined) {
      this.process.stdout.write(data);
      return true;
    }
    if (this.file === undefined && !this.failed) {
      const file = this.process.sys.open(
        this.process.resolve(this.path),
        O_WRONLY | O_CREAT | O_TRUNC,
        0o666,
      );
      if (isErrno(file)) {
        this.failed = true;
        if (this.meter)
          this.process.stderr.write(`Warning: Failed to open the file ${this.path}: ${strerror(-file)}\n`);
      } else this.file = file;
    }
    return this.path === "/dev/null" || (this.file !== undefined && this.file.write(data) >= 0);
  }

  async finish(whole: boolean): Promise<void> {
    if (this.meter) {
      const ns = this.process.sys.monotonic() - this.started;
      this.process.stderr.write(`${progressLine(this.length, this.total, this.length > 0 ? ns : 0)}\n`);
    }
    if (whole && this.path !== undefined) this.put(new Uint8Array(0));
    this.file?.close();
    await this.process.stdout.flush();
  }
}
