/** The server's side of one test. */
import { EAGAIN, isErrno } from "../../errno.ts";
import { SOCK_DGRAM, type Socket, type SocketAddress } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { ByteStream } from "../lib/byte-stream.ts";
import { JsonObject } from "./cjson.ts";
import { openFile } from "./client.ts";
import {
  CLIENT_TERMINATE,
  COOKIE_LENGTH,
  Control,
  CREATE_STREAMS,
  DISPLAY_RESULTS,
  deny,
  EXCHANGE_RESULTS,
  PARAM_EXCHANGE,
  TEST_END,
  TEST_RUNNING,
  TEST_START,
} from "./control.ts";
import { Flow, FlowError } from "./flow.ts";
import type { JsonReport } from "./json-report.ts";
import type { Options } from "./options.ts";
import type { Printer } from "./printer.ts";
import { RateLimit } from "./rate-limit.ts";
import { Run } from "./run.ts";
import { type Settings, settingsFromJson } from "./settings.ts";
import { congestionName, finishStream, SERVER_ERRORS, setNoDelay, setWindow } from "./sockets.ts";
import { ends, readResults, Test } from "./test.ts";
import { failure, TestError } from "./test-error.ts";

/** What a UDP stream is answered with. */
const REPLY = Uint8Array.of(0x36, 0x37, 0x38, 0x39);
const GONE = "the client has unexpectedly closed the connection";
const NS_PER_MS = 1e6;
const TCP_CONGESTION = 13;
const IPPROTO_TCP = 6;

/** The listening socket, and another in its place for what a test asks of it. */
export interface Listener {
  current(): Socket;
  renew(settings: Settings): void;
}

/** From the control connection to the results. */
export class ServerTest {
  readonly control: Control;
  private readonly process: Process;
  private readonly options: Options;
  private readonly printer: Printer;
  private readonly listener: Listener;
  private test: Test | undefined;
  private run: Run | undefined;

  constructor(process: Process, options: Options, printer: Printer, stream: ByteStream, listener: Listener) {
    this.process = process;
    this.options = options;
    this.printer = printer;
    this.listener = listener;
    setNoDelay(stream.socket);
    this.control = new Control(stream);
  }

  get document(): JsonReport | undefined {
    return this.test?.json;
  }

  close(): void {
    this.control.stream.close();
    for (const { socket } of this.test?.flows ?? []) socket.close();
  }

  /** The whole test. Throws {@link TestError}. */
  async main(): Promise<void> {
    const { control, options } = this;
    const cookie = await control.read(COOKIE_LENGTH);
    if (cookie === undefined) throw new TestError("unable to receive cookie at server: Bad file descriptor");
    await control.send(PARAM_EXCHANGE);
    const settings = settingsFromJson(await control.json());
    if (settings === undefined)
      throw new TestError("unable to receive parameters from client: Bad file descriptor");
    const test = new Test(this.process, options, settings, "server", this.printer);
    this.test = test;
    if (settings.getServerOutput && !options.json) this.printer.keep();
    if (!settings.udp && (settings.noDelay || settings.mss > 0 || settings.window > 0))
      await this.renew(settings);
    if (settings.rate > 0) test.json?.start.add("target_bitrate", settings.rate);
    if (!settings.udp) test.json?.addBuffers(settings.window, this.listener.current());
    const [host, port] = ends(this.process, control.stream.socket, true);
    const accepted = [`Accepted connection from ${host}, port ${port}\n`];
    test.connected(cookie, 0, JsonObject.of({ host, port }), accepted);
    const first = settings.udp ? this.udpSocket() : undefined;
    await control.send(CREATE_STREAMS);
    const ways = settings.bidir ? [false, true] : [settings.reverse];
    for (const sender of ways)
      for (let i = 0; i < settings.parallel; i++) await this.addFlow(test, cookie, sender, first);
    this.checkLimit(settings);
    test.starting(settings.length);
    await control.send(TEST_START);
    await control.send(TEST_RUNNING);
    await this.running(test);
    await this.finish(test);
  }

  /** The client learns what can not be had. */
  private async renew(settings: Settings): Promise<void> {
    try {
      this.listener.renew(settings);
    } catch (error) {
      for (const [number, text] of SERVER_ERRORS)
        if (error instanceof TestError && error.words === text) await this.control.sendError(number);
      throw error;
    }
  }

  /** More was asked for than the server gives. */
  private checkLimit(settings: Settings): void {
    const { limit } = this.options;
    const streams = settings.parallel * (settings.bidir ? 2 : 1);
    if (limit > 0 && settings.rate * streams > limit)
      throw new TestError("total required bandwidth is larger than server limit");
  }

  private async addFlow(
    test: Test,
    cookie: Uint8Array,
    sender: boolean,
    first: Socket | undefined,
  ): Promise<void> {
    const { settings, flows } = test;
    const socket = settings.udp ? await this.acceptUdp(test, first) : await this.acceptTcp(cookie);
    if (socket === undefined) throw new TestError("unable to accept stream connection");
    const wrong =
      finishStream(socket, settings) ?? (settings.udp ? setWindow(socket, settings.window) : undefined);
    if (wrong !== undefined) throw failure(wrong.text, wrong.error);
    if (!settings.udp) this.congestion(test, socket);
    const id = streamId(flows.length, settings.udp) + (this.printer.logs ? 1 : 0);
    const file = openFile(this.process, this.options.file, sender);
    test.addFlow(new Flow(this.process, { socket, id, sender, settings, length: settings.length, file }));
    if (settings.udp) test.json?.addBuffers(settings.window, socket);
  }

  private congestion(test: Test, socket: Socket): void {
    const { congestion } = test.settings;
    if (congestion !== undefined) {
      const error = socket.setsockopt(IPPROTO_TCP, TCP_CONGESTION, new TextEncoder().encode(congestion));
      if (error < 0) this.process.stderr.write("warning: TCP congestion control algorithm not supported\n");
    }
    if (test.congestion === "") test.congestion = congestionName(socket);
  }

  private async acceptTcp(cookie: Uint8Array): Promise<Socket | undefined> {
    for (;;) {
      const listener = this.listener.current();
      const socket = listener.accept();
      if (isErrno(socket)) {
        if (socket !== -EAGAIN) return undefined;
        await this.wait(listener);
        continue;
      }
      const theirs = await new Control(new ByteStream(this.process, socket)).read(COOKIE_LENGTH);
      if (theirs?.every((byte, i) => byte === cookie[i])) return socket;
      deny(socket);
    }
  }

  /** Until a stream comes; throws when the client goes before. */
  private async wait(source: Socket): Promise<void> {
    const { control, process } = this;
    await process.poll([source, control.stream.socket]);
    if (control.poll() !== undefined) throw new TestError(GONE, true);
  }

  private udpSocket(): Socket | undefined {
    const name = this.listener.current().getsockname();
    if (isErrno(name) || (name.family !== 2 && name.family !== 10)) return undefined;
    const socket = this.process.sys.socket(name.family, SOCK_DGRAM, 0);
    if (isErrno(socket)) return undefined;
    socket.setsockopt(1, 2, 1);
    if (socket.bind(name) >= 0) return socket;
    socket.close();
    return undefined;
  }

  /** The first datagram of a stream connects the socket; the next stream gets a new one. */
  private async acceptUdp(test: Test, first: Socket | undefined): Promise<Socket | undefined> {
    const socket = test.flows.length === 0 ? first : this.udpSocket();
    if (socket === undefined) return undefined;
    const bytes = new Uint8Array(64);
    const message = { from: undefined as SocketAddress | undefined, control: [], flags: 0 };
    for (;;) {
      const count = socket.recv(bytes, message);
      if (count === -EAGAIN) await this.wait(socket);
      else if (count < 0) return undefined;
      else if (message.from !== undefined) break;
    }
    if (message.from === undefined || socket.connect(message.from) < 0) return undefined;
    socket.send(REPLY);
    return socket;
  }

  private async running(test: Test): Promise<void> {
    const { control, options, process } = this;
    const run = new Run(test);
    this.run = run;
    const limit = new RateLimit(options.limit, options.limitSeconds);
    let came: number | undefined;
    let heard = 0;
    let since = process.sys.monotonic();
    const receives = test.flows.some(({ sender }) => !sender);
    const look = () => {
      came ??= control.poll();
      const other = this.listener.current().accept();
      if (!isErrno(other)) deny(other);
      const now = process.sys.monotonic();
      if (run.received !== heard) {
        heard = run.received;
        since = now;
      }
      if (receives && came === undefined && now - since > options.receiveTimeout * NS_PER_MS)
        throw new TestError("idle timeout for receiving data");
      if (limit.passed(test.flows, now))
        throw new TestError("total required bandwidth is larger than server limit");
      return came !== undefined;
    };
    try {
      await run.run(() => false, look, true);
    } catch (error) {
      // a stream that the client has closed already: its last word is on the way
      if (!(error instanceof FlowError)) throw error;
    }
    came ??= (await control.state()) ?? -1;
    if (came === TEST_END) return;
    if (came === CLIENT_TERMINATE) {
      test.repeatInterval();
      test.results(undefined);
      throw new TestError("the client has terminated", true);
    }
    throw new TestError(GONE, true);
  }

  private async finish(test: Test): Promise<void> {
    const { control } = this;
    await this.run?.last();
    // at once: a client that waits for the rest of a block learns only by this that none comes
    for (const { socket } of test.flows) socket.close();
    test.results(undefined);
    await control.send(EXCHANGE_RESULTS);
    if ((await readResults(control)) === undefined) throw new TestError("unable to receive results");
    await test.sendResults(control);
    await control.send(DISPLAY_RESULTS);
    await control.state();
  }

  /** A signal ends it: what was counted is told of. */
  async interrupted(): Promise<void> {
    const { run, test } = this;
    if (run === undefined || test === undefined || test.endTime !== 0) return;
    run.stop();
    test.endTime = run.elapsed;
    await run.last();
    test.results(undefined);
  }
}

/** The number of a descriptor that a stream has in iperf3 itself: others are opened between. */
function streamId(index: number, udp: boolean): number {
  if (udp) return index === 1 ? 6 : 5 + 2 * index;
  return index === 0 ? 5 : 6 + 2 * index;
}
