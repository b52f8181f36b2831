/** The client's side of a test. */
import { isErrno, strerror } from "../../errno.ts";
import { SOCK_DGRAM, type Socket } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { connectStream } from "../lib/byte-stream.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { formatAddress, type InternetAddress } from "../lib/resolver.ts";
import {
  ACCESS_DENIED,
  Control,
  CREATE_STREAMS,
  DISPLAY_RESULTS,
  EXCHANGE_RESULTS,
  IPERF_DONE,
  makeCookie,
  PARAM_EXCHANGE,
  SERVER_TERMINATE,
  TEST_END,
  TEST_RUNNING,
} from "./control.ts";
import { Flow } from "./flow.ts";
import { IperfError, type Options } from "./options.ts";
import { type Counted, Report } from "./report.ts";
import { countedOf, readResults, resultsOf, runFlows } from "./test.ts";

const IPPROTO_TCP = 6;
const TCP_MAXSEG = 2;
const TCP_BLOCK = 131_072;
const UDP_BLOCK = 1460;
/** What a UDP stream begins with. */
const HELLO = Uint8Array.of(0x39, 0x38, 0x37, 0x36);

function fail(text: string): IperfError {
  return new IperfError(`iperf3: error - ${text}\n`);
}

export async function runClient(process: Process, options: Options): Promise<number> {
  const found = await lookupHost(process, options.host, options.family);
  if (typeof found === "string") throw fail("unable to connect to server: No such file or directory");
  const address = { ...found.addresses[0], port: options.port };
  const connected = await connectStream(process, address, {
    prepare: (socket) => bindTo(process, socket, options),
  });
  if (typeof connected === "number") throw fail(`unable to connect to server: ${strerror(-connected)}`);
  process.stdout.write(`Connecting to host ${options.host}, port ${options.port}\n`);
  if (options.reverse) process.stdout.write(`Reverse mode, remote host ${options.host} is sending\n`);
  const control = new Control(connected);
  try {
    return await new Client(process, options, control, address).run();
  } finally {
    connected.close();
  }
}

function bindTo(process: Process, socket: Socket, { bind, family }: Options): number {
  if (bind === undefined) return 0;
  void process;
  const [a, b, c, d] = bind.split(".").map(Number);
  if (family === 10 || d === undefined) return -22;
  const address = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  return socket.bind({ family: 2, address: address as never, port: 0 });
}

class Client {
  private readonly process: Process;
  private readonly options: Options;
  private readonly control: Control;
  private readonly address: InternetAddress;
  private readonly cookie: Uint8Array;
  private readonly flows: Flow[] = [];
  private length: number;

  constructor(process: Process, options: Options, control: Control, address: InternetAddress) {
    this.process = process;
    this.options = options;
    this.control = control;
    this.address = address;
    this.cookie = makeCookie(process);
    this.length = options.length;
  }

  async run(): Promise<number> {
    const { control, options, process } = this;
    await control.stream.write(this.cookie);
    let seconds = 0;
    let theirs: Counted[] = [];
    for (;;) {
      const state = await control.state();
      if (state === undefined) throw fail("control socket has closed unexpectedly");
      if (state === ACCESS_DENIED) throw fail("the server is busy running a test. try again later");
      if (state === SERVER_TERMINATE) throw fail("the server has terminated");
      if (state === PARAM_EXCHANGE) await control.sendJson(this.parameters());
      else if (state === CREATE_STREAMS) await this.createFlows();
      else if (state === TEST_RUNNING) seconds = await this.test();
      else if (state === EXCHANGE_RESULTS) {
        await control.sendJson(resultsOf(this.flows, seconds));
        theirs = await readResults(control);
      } else if (state === DISPLAY_RESULTS) break;
    }
    const mine = this.flows.map((flow) => countedOf(flow, seconds));
    const [sent, received] = options.reverse ? [theirs, mine] : [mine, theirs];
    const ids = this.flows.map(({ id }) => id);
    new Report(process.stdout, options.udp, !options.reverse, options.format).summary(ids, sent, received);
    process.stdout.write("\niperf Done.\n");
    await control.send(IPERF_DONE);
    for (const { socket } of this.flows) socket.close();
    return 0;
  }

  private parameters(): object {
    const { options } = this;
    if (this.length === 0) this.length = options.udp ? this.usualDatagram() : TCP_BLOCK;
    return {
      ...(options.udp ? { udp: true } : { tcp: true }),
      omit: 0,
      time: options.time,
      num: options.bytes,
      blockcount: 0,
      parallel: options.parallel,
      ...(options.reverse ? { reverse: true } : {}),
      len: this.length,
      ...(options.rate > 0 ? { bandwidth: options.rate } : {}),
      pacing_timer: 1000,
      client_version: "3.12",
    };
  }

  /** As long as fits into a segment of the control connection. */
  private usualDatagram(): number {
    const value = new Uint8Array(4);
    if (this.control.stream.socket.getsockopt(IPPROTO_TCP, TCP_MAXSEG, value) < 4) return UDP_BLOCK;
    const size = new DataView(value.buffer).getUint32(0, true);
    return size > 0 && size <= 65_507 ? size : UDP_BLOCK;
  }

  private async createFlows(): Promise<void> {
    const { options, process } = this;
    for (let i = 0; i < options.parallel; i++) {
      const socket = options.udp ? await this.udpSocket() : await this.tcpSocket();
      const id = 5 + 2 * i;
      this.flows.push(new Flow(process, socket, id, !options.reverse, options.udp));
      const local = socket.getsockname();
      if (isErrno(local) || (local.family !== 2 && local.family !== 10)) continue;
      const [mine, theirs] = [
        formatAddress(process.sys, { ...local }),
        formatAddress(process.sys, this.address),
      ];
      process.stdout.write(
        `[${String(id).padStart(3)}] local ${mine} port ${local.port} connected to ${theirs} port ${this.address.port}\n`,
      );
    }
  }

  private async tcpSocket(): Promise<Socket> {
    const stream = await connectStream(this.process, this.address);
    if (typeof stream === "number") throw fail(`unable to connect stream: ${strerror(-stream)}`);
    await stream.write(this.cookie);
    return stream.socket;
  }

  private async udpSocket(): Promise<Socket> {
    const socket = this.process.sys.socket(this.address.family, SOCK_DGRAM, 0);
    if (isErrno(socket)) throw fail(`unable to connect stream: ${strerror(-socket)}`);
    const error = Math.min(socket.connect(this.address), 0) || Math.min(socket.send(HELLO), 0);
    if (error < 0) throw fail(`unable to connect stream: ${strerror(-error)}`);
    const answer = new Uint8Array(4);
    for (let tries = 0; socket.recv(answer) < 0; tries++) {
      if (tries > 300) throw fail("unable to read from stream socket: Resource temporarily unavailable");
      await this.process.poll([socket], 1e8);
    }
    return socket;
  }

  private async test(): Promise<number> {
    const { options, process, control } = this;
    const report = new Report(process.stdout, options.udp, !options.reverse, options.format);
    const parameters = { ...options, length: this.length };
    const over = (elapsed: number) =>
      options.bytes > 0
        ? options.reverse && this.flows.reduce((sum, { bytes }) => sum + bytes, 0) >= options.bytes
        : elapsed >= options.time;
    const seconds = await runFlows(process, this.flows, parameters, report, options.interval, over);
    await control.send(TEST_END);
    return seconds;
  }
}
