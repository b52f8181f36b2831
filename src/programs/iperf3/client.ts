/** The client's side of a test. */
import { isErrno, strerror } from "../../errno.ts";
import { type File, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY, SOCK_DGRAM, type Socket } from "../../kernel.ts";
import { read32 } from "../../packet/bytes.ts";
import type { Process } from "../../process/process.ts";
import { type ByteStream, connectSocket, connectStream } from "../lib/byte-stream.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import type { InternetAddress } from "../lib/resolver.ts";
import { JsonObject } from "./cjson.ts";
import {
  ACCESS_DENIED,
  CLIENT_TERMINATE,
  Control,
  CREATE_STREAMS,
  DISPLAY_RESULTS,
  EXCHANGE_RESULTS,
  IPERF_DONE,
  makeCookie,
  PARAM_EXCHANGE,
  SERVER_ERROR,
  SERVER_TERMINATE,
  TEST_END,
  TEST_RUNNING,
  TEST_START,
} from "./control.ts";
import { Flow, FlowError } from "./flow.ts";
import type { Options } from "./options.ts";
import type { Printer } from "./printer.ts";
import { Run } from "./run.ts";
import { settingsToJson, TCP_BLOCK } from "./settings.ts";
import {
  bindSocket,
  congestionName,
  finishStream,
  prepareStream,
  SERVER_ERRORS,
  segmentSize,
  setCongestion,
  setNoDelay,
  setUserTimeout,
} from "./sockets.ts";
import { type PeerResults, readResults, systemInfo, Test } from "./test.ts";
import { failure, TestError } from "./test-error.ts";

const UDP_BLOCK = 1460;
const UDP_BLOCK_MAX = 65_507;
/** What a UDP stream begins with. */
const HELLO = Uint8Array.of(0x39, 0x38, 0x37, 0x36);
const ANSWER_TRIES = 300;
const NS_PER_MS = 1e6;
const FILE_MODE = 0o666;

/** From connecting to the results. */
export class Client {
  private readonly process: Process;
  private readonly options: Options;
  private readonly test: Test;
  private control: Control | undefined;
  private address: InternetAddress | undefined;
  private run: Run | undefined;
  private readonly cookie: Uint8Array;
  private length: number;
  /** Of the control connection. */
  private segment = 0;
  private theirs: PeerResults | undefined;

  constructor(process: Process, options: Options, printer: Printer) {
    this.process = process;
    this.options = options;
    this.cookie = makeCookie(process);
    this.length = options.settings.length;
    this.test = new Test(process, options, options.settings, "client", printer);
  }

  /** The whole test. Throws {@link TestError}. */
  async main(): Promise<void> {
    const { test, process } = this;
    try {
      for (const line of ["iperf 3.12\n", "", `${systemInfo(process)}\n`]) test.printVerbose(line);
      await this.talk();
      test.print("\n");
      test.print("iperf Done.\n");
    } catch (error) {
      const wrong = error instanceof FlowError ? failure(error.text, error.error) : error;
      if (wrong instanceof TestError && test.json !== undefined) {
        test.json.addLast("error", wrong.words);
        test.printer.raw(test.json.text());
        return;
      }
      await process.stdout.flush();
      throw wrong;
    } finally {
      this.control?.stream.close();
      for (const { socket } of test.flows) socket.close();
    }
    if (test.json !== undefined) test.printer.raw(test.json.text());
  }

  /** A signal ends it: what was counted is told of, and the server learns it. */
  async interrupted(): Promise<TestError> {
    const { run, test, control } = this;
    if (run !== undefined && test.endTime === 0) {
      run.stop();
      test.endTime = run.elapsed;
      await run.last();
      test.results(this.theirs);
    }
    if (control !== undefined) await control.send(CLIENT_TERMINATE);
    const error = new TestError("interrupt - the client has terminated");
    if (test.json !== undefined) {
      test.json.addLast("error", error.words);
      test.printer.raw(test.json.text());
    }
    return error;
  }

  private async connect(): Promise<ByteStream> {
    const { options, process } = this;
    const found = await lookupHost(process, options.host, options.family);
    if (typeof found === "string") throw new TestError(`unable to connect to server: ${unresolved(found)}`);
    this.address = { ...found.addresses[0], port: options.port };
    const deadline =
      options.connectTimeout > 0 ? process.sys.monotonic() + options.connectTimeout * NS_PER_MS : undefined;
    const { family } = this.address;
    const connected = await connectStream(process, this.address, {
      prepare: (socket) => bindSocket(socket, options, family, 0),
      ...(deadline === undefined ? {} : { deadline }),
    });
    if (typeof connected === "number") throw failure("unable to connect to server", -connected);
    return connected;
  }

  private async talk(): Promise<void> {
    const { options, test } = this;
    const stream = await this.connect();
    const control = new Control(stream);
    this.control = control;
    setNoDelay(stream.socket);
    await control.stream.write(this.cookie);
    const segment = segmentSize(stream.socket);
    this.segment = segment;
    if (options.verbose && test.json === undefined) test.printer.raw(`Control connection MSS ${segment}\n`);
    if (this.length === 0) this.length = options.settings.udp ? this.usualDatagram(segment) : TCP_BLOCK;
    for (;;) {
      const state = await control.state();
      if (await this.step(control, state ?? -1)) break;
    }
    await this.run?.last();
    test.results(this.theirs);
    if (this.theirs?.output !== undefined && test.json === undefined) {
      test.print(`\nServer output:\n${this.theirs.output}\n`);
    }
    await control.send(IPERF_DONE);
  }

  /** @returns whether the test is over */
  private async step(control: Control, state: number): Promise<boolean> {
    if (state === PARAM_EXCHANGE) {
      await control.sendJson(settingsToJson({ ...this.options.settings, length: this.length }));
      this.connected();
    } else if (state === CREATE_STREAMS) await this.createFlows();
    else if (state === TEST_START) this.test.starting(this.length);
    else if (state === TEST_RUNNING) await this.running(control);
    else if (state === EXCHANGE_RESULTS) {
      await this.test.sendResults(control);
      this.theirs = await readResults(control);
      if (this.theirs?.streams.some(({ retransmits }) => retransmits >= 0)) this.test.tellsRetransmits = true;
    } else if (state === DISPLAY_RESULTS) return true;
    else await this.broken(control, state);
    return false;
  }

  private connected(): void {
    const { options, test } = this;
    const { host, port, settings } = options;
    const words = [`Connecting to host ${host}, port ${port}\n`];
    if (settings.reverse) words.push(`Reverse mode, remote host ${host} is sending\n`);
    test.connected(this.cookie, this.segment, JsonObject.of({ host, port }), words);
  }

  private async broken(control: Control, state: number): Promise<never> {
    if (state === ACCESS_DENIED) throw new TestError("the server is busy running a test. try again later");
    if (state === SERVER_TERMINATE) throw new TestError("the server has terminated", true);
    if (state === SERVER_ERROR) {
      const bytes = await control.read(8);
      const text = bytes === undefined ? undefined : SERVER_ERRORS.get(read32(bytes, 0));
      throw new TestError(text ?? "the server has terminated");
    }
    throw new TestError("control socket has closed unexpectedly");
  }

  /** As long as fits into a segment of the control connection. */
  private usualDatagram(segment: number): number {
    const length = segment > 0 && segment <= UDP_BLOCK_MAX ? segment : UDP_BLOCK;
    if (this.options.verbose && this.test.json === undefined)
      this.test.printer.raw(`Setting UDP block size to ${length}\n`);
    return length;
  }

  private async createFlows(): Promise<void> {
    const { options, process, test } = this;
    const { settings } = options;
    const ways = settings.bidir ? [true, false] : [!settings.reverse];
    for (const sender of ways)
      for (let i = 0; i < settings.parallel; i++) {
        const index = test.flows.length;
        const socket = await this.streamSocket(index);
        const wrong =
          (settings.udp ? undefined : setCongestion(socket, settings.congestion)) ??
          finishStream(socket, settings);
        if (wrong !== undefined) throw failure(wrong.text, wrong.error);
        if (!settings.udp && test.congestion === "") test.congestion = congestionName(socket);
        const id = streamId(index, options);
        const file = openFile(process, options.file, sender);
        test.addFlow(new Flow(process, { socket, id, sender, settings, length: this.length, file }));
        test.json?.addBuffers(settings.window, socket);
      }
  }

  private async streamSocket(index: number): Promise<Socket> {
    const { options, process, address } = this;
    const { settings, clientPort } = options;
    if (address === undefined) throw new TestError("unable to connect stream");
    const socket = process.sys.socket(address.family, settings.udp ? SOCK_DGRAM : 1, 0);
    if (isErrno(socket)) throw failure("unable to connect stream", -socket);
    const port = clientPort === 0 ? 0 : clientPort + index;
    const bound = bindSocket(socket, options, address.family, port);
    if (bound < 0) throw failure("unable to connect stream", -bound);
    const wrong =
      prepareStream(socket, settings) ??
      (settings.udp ? undefined : setUserTimeout(socket, options.sendTimeout));
    if (wrong !== undefined) throw failure(wrong.text, wrong.error);
    const error = await connectSocket(process, socket, address);
    if (error < 0) throw failure("unable to connect stream", -error);
    if (settings.udp) await this.hello(socket);
    else socket.send(this.cookie);
    return socket;
  }

  private async hello(socket: Socket): Promise<void> {
    const error = socket.send(HELLO);
    if (error < 0) throw failure("unable to write to stream socket", -error);
    const answer = new Uint8Array(4);
    for (let tries = 0; ; tries++) {
      const count = socket.recv(answer);
      if (count >= 0) return;
      if (count !== -11) throw failure("unable to read from stream socket", -count);
      if (tries > ANSWER_TRIES)
        throw new TestError("unable to read from stream socket: Resource temporarily unavailable");
      await this.process.poll([socket], 1e8);
    }
  }

  private async running(control: Control): Promise<void> {
    const { options, test, process } = this;
    const { settings, receiveTimeout } = options;
    const run = new Run(test);
    this.run = run;
    const end = settings.omit + settings.time;
    const over = () => (settings.time > 0 ? run.elapsed >= end : run.enough);
    let came: number | undefined;
    let heard = 0;
    let since = process.sys.monotonic();
    const receives = test.flows.some(({ sender }) => !sender);
    const look = () => {
      came ??= control.poll();
      if (run.received !== heard) {
        heard = run.received;
        since = process.sys.monotonic();
      }
      if (receives && process.sys.monotonic() - since > receiveTimeout * NS_PER_MS)
        throw new TestError("idle timeout for receiving data");
      return came !== undefined;
    };
    await run.run(over, look, false);
    if (came !== undefined) await this.broken(control, came);
    await control.send(TEST_END);
  }
}

/** The number of a descriptor that a stream has in iperf3 itself: others are opened between. */
function streamId(index: number, options: Options): number {
  const first = options.logFile === undefined ? 5 : 6;
  if (options.file !== undefined) return first + 3 * index;
  return first + 2 * index;
}

/** What is sent, or takes what comes. */
export function openFile(process: Process, path: string | undefined, sender: boolean): File | undefined {
  if (path === undefined) return undefined;
  const file = process.sys.open(
    process.resolve(path),
    sender ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC,
    FILE_MODE,
  );
  if (isErrno(file)) throw failure("unable to create a new stream", -file);
  return file;
}

/** What was last wrong when a name was not found: the resolver's file, or the network. */
function unresolved(text: string): string {
  return text.startsWith("Temporary") ? strerror(11) : strerror(2);
}
