/** The server: one test after the other. */
import { EAGAIN, EINTR, isErrno } from "../../errno.ts";
import type { Socket } from "../../kernel.ts";
import { IN6ADDR_ANY, INADDR_ANY } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { ByteStream, listenStream } from "../lib/byte-stream.ts";
import type { InternetAddress } from "../lib/resolver.ts";
import { SERVER_TERMINATE } from "./control.ts";
import type { Options } from "./options.ts";
import type { Printer } from "./printer.ts";
import { ServerTest } from "./server-test.ts";
import type { Settings } from "./settings.ts";
import { bindAddress, prepareStream } from "./sockets.ts";
import { RULE, systemInfo } from "./test.ts";
import { failure, TestError } from "./test-error.ts";

const BACKLOG = 2147483647;

/** Listens, and has one test at a time. */
export class Server {
  private readonly process: Process;
  private readonly options: Options;
  private readonly printer: Printer;
  private listener: Socket;
  private test: ServerTest | undefined;
  private renewed = false;
  private stopped = false;

  constructor(process: Process, options: Options, printer: Printer) {
    this.process = process;
    this.options = options;
    this.printer = printer;
    this.listener = this.listen();
  }

  /** The listening socket, with what a test asks for, which its connections inherit. Throws {@link TestError}. */
  private listen(settings?: Settings): Socket {
    const { options, process } = this;
    const { port } = options;
    let address: InternetAddress | undefined;
    if (options.bind !== undefined) address = bindAddress(options.bind, options.family, port);
    else if (options.family === 2) address = { family: 2, address: INADDR_ANY, port };
    else address = { family: 10, address: IN6ADDR_ANY, port };
    if (address === undefined)
      throw new TestError("unable to start listener for connections: Cannot assign requested address");
    const prepare = (socket: Socket) => {
      const wrong = settings === undefined ? undefined : prepareStream(socket, settings);
      if (wrong !== undefined) throw failure(wrong.text, wrong.error);
      if (options.device === undefined) return 0;
      return socket.setsockopt(1, 25, new TextEncoder().encode(options.device));
    };
    let listener = listenStream(process, address, BACKLOG, options.family === 10, prepare);
    // where there is no IPv6
    if (
      typeof listener === "number" &&
      address.family === 10 &&
      options.bind === undefined &&
      options.family === 0
    )
      listener = listenStream(process, { family: 2, address: INADDR_ANY, port }, BACKLOG, undefined, prepare);
    if (typeof listener === "number") throw failure("unable to start listener for connections", -listener);
    return listener;
  }

  /** Tests, until there is to be no further. Throws {@link TestError} for what keeps it from listening. */
  async main(): Promise<void> {
    const { options, printer } = this;
    if (options.verbose && !options.json)
      for (const line of ["iperf 3.12\n", "", `${systemInfo(this.process)}\n`]) printer.line(line);
    for (let number = 1; ; number++) {
      if (!options.json)
        for (const line of [RULE, `Server listening on ${options.port} (test #${number})\n`, RULE])
          printer.line(line);
      await printer.intervalDone();
      const stream = await this.accept();
      if (this.stopped) return;
      if (stream !== undefined) await this.one(stream);
      if (options.oneOff) return;
    }
  }

  /** The next client; undefined when none came for as long as the server waits at most. */
  private async accept(): Promise<ByteStream | undefined> {
    const { options, process } = this;
    const { idleTimeout } = options;
    const deadline = idleTimeout > 0 ? process.sys.monotonic() + idleTimeout * 1e9 : undefined;
    for (;;) {
      const socket = this.listener.accept();
      if (!isErrno(socket)) return new ByteStream(process, socket);
      if (this.stopped || (socket !== -EAGAIN && socket !== -EINTR)) return undefined;
      const rest = deadline === undefined ? undefined : deadline - process.sys.monotonic();
      if (rest !== undefined && rest <= 0) return undefined;
      await process.poll([this.listener], rest);
    }
  }

  private async one(stream: ByteStream): Promise<void> {
    const { options, process, printer } = this;
    const test = new ServerTest(process, options, printer, stream, {
      current: () => this.listener,
      renew: (settings) => this.renew(settings),
    });
    this.test = test;
    try {
      await test.main();
    } catch (error) {
      if (!(error instanceof TestError)) throw error;
      if (this.stopped) return;
      if (options.json) test.document?.addLast("error", error.plain ? error.words : `error - ${error.words}`);
      else printer.error(error.text);
    } finally {
      test.close();
    }
    if (test.document !== undefined) printer.raw(test.document.text());
    if (this.renewed) this.renew(undefined);
    this.test = undefined;
    await process.stdout.flush();
  }

  /** Another listening socket, with other options. */
  private renew(settings: Settings | undefined): void {
    this.listener.close();
    this.renewed = settings !== undefined;
    try {
      this.listener = this.listen(settings);
    } catch (error) {
      if (settings === undefined) throw error;
      this.renew(undefined);
      throw error;
    }
  }

  /** A signal ends it. */
  async interrupted(): Promise<TestError> {
    const { test } = this;
    this.stopped = true;
    if (test !== undefined) {
      await test.interrupted();
      await test.control.send(SERVER_TERMINATE);
      if (test.document !== undefined) this.printer.raw(test.document.text());
      test.close();
    }
    return new TestError("interrupt - the server has terminated");
  }
}
