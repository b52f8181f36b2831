/** The server: one test after the other. */
import { EAGAIN, isErrno, strerror } from "../../errno.ts";
import { SOCK_DGRAM, type Socket, type SocketAddress } from "../../kernel.ts";
import { IN6ADDR_ANY, INADDR_ANY, parseIpv4, parseIpv6 } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { acceptStream, type ByteStream, listenStream } from "../lib/byte-stream.ts";
import { formatAddress, type InternetAddress } from "../lib/resolver.ts";
import {
  ACCESS_DENIED,
  COOKIE_LENGTH,
  Control,
  CREATE_STREAMS,
  DISPLAY_RESULTS,
  EXCHANGE_RESULTS,
  PARAM_EXCHANGE,
  TEST_END,
  TEST_RUNNING,
  TEST_START,
} from "./control.ts";
import { Flow } from "./flow.ts";
import { IperfError, type Options } from "./options.ts";
import { Report } from "./report.ts";
import { countedOf, type Parameters, readResults, resultsOf, runFlows } from "./test.ts";

const BACKLOG = 2147483647;
const RULE = "-----------------------------------------------------------\n";
const STREAMS_MAX = 128;
/** What a UDP stream is answered with. */
const REPLY = Uint8Array.of(0x36, 0x37, 0x38, 0x39);

export async function runServer(process: Process, options: Options): Promise<number> {
  const v4 = options.bind === undefined ? undefined : parseIpv4(options.bind);
  const v6 = options.bind === undefined ? IN6ADDR_ANY : parseIpv6(options.bind);
  const { port } = options;
  const address: InternetAddress =
    v4 !== undefined
      ? { family: 2, address: v4, port }
      : options.family === 2 || v6 === undefined
        ? { family: 2, address: INADDR_ANY, port }
        : { family: 10, address: v6, port };
  let listener = listenStream(process, address, BACKLOG, options.family === 10);
  // where there is no IPv6
  if (typeof listener === "number" && address.family === 10 && options.bind === undefined)
    listener = listenStream(process, { family: 2, address: INADDR_ANY, port }, BACKLOG);
  if (typeof listener === "number")
    throw new IperfError(
      `iperf3: error - unable to start listener for connections: ${strerror(-listener)}\n`,
    );
  for (let number = 1; ; number++) {
    process.stdout.write(`${RULE}Server listening on ${port} (test #${number})\n${RULE}`);
    await process.stdout.flush();
    const stream = await acceptStream(process, listener);
    if (typeof stream === "number") continue;
    await new Session(process, options, listener, stream).run();
    await process.stdout.flush();
    stream.close();
    if (options.oneOff) return 0;
  }
}

/** The IPv4 address of a mapped one, as it is shown. */
function plain(process: Process, socket: Socket, peer: boolean): { text: string; port: number } {
  const name = peer ? socket.getpeername() : socket.getsockname();
  if (isErrno(name) || (name.family !== 2 && name.family !== 10)) return { text: "?", port: 0 };
  const text = formatAddress(process.sys, { ...name });
  return { text: text.replace(/^::ffff:(?=\d+\.)/, ""), port: name.port };
}

class Session {
  private readonly process: Process;
  private readonly options: Options;
  private readonly listener: Socket;
  private readonly control: Control;
  private readonly flows: Flow[] = [];

  constructor(process: Process, options: Options, listener: Socket, stream: ByteStream) {
    this.process = process;
    this.options = options;
    this.listener = listener;
    this.control = new Control(stream);
  }

  private complain(text: string): void {
    this.process.stderr.write(`iperf3: error - ${text}\n`);
  }

  async run(): Promise<void> {
    const { control, process } = this;
    const cookie = await control.read(COOKIE_LENGTH);
    if (cookie === undefined) return this.complain("unable to receive cookie at server: Bad file descriptor");
    const peer = plain(process, control.stream.socket, true);
    process.stdout.write(`Accepted connection from ${peer.text}, port ${peer.port}\n`);
    await control.send(PARAM_EXCHANGE);
    const parameters = readParameters(await control.json());
    if (parameters === undefined)
      return this.complain("unable to receive parameters from client: Bad file descriptor");
    const udp = parameters.udp ? this.udpSocket() : undefined;
    await control.send(CREATE_STREAMS);
    for (let i = 0; i < parameters.parallel; i++)
      if (!(await this.addFlow(parameters, cookie, udp?.[i] ?? udp?.[0])))
        return this.complain("unable to accept stream connection");
    await control.send(TEST_START);
    await control.send(TEST_RUNNING);
    await this.test(parameters);
    for (const { socket } of this.flows) socket.close();
  }

  private async addFlow(
    { udp, reverse }: Parameters,
    cookie: Uint8Array,
    datagrams: Socket | undefined,
  ): Promise<boolean> {
    const { process } = this;
    const socket = udp ? await this.acceptUdp(datagrams) : await this.acceptTcp(cookie);
    if (socket === undefined) return false;
    const id = 5 + (this.flows.length === 0 ? 0 : this.flows.length + 2);
    this.flows.push(new Flow(process, socket, id, reverse, udp));
    const [local, remote] = [plain(process, socket, false), plain(process, socket, true)];
    process.stdout.write(
      `[${String(id).padStart(3)}] local ${local.text} port ${local.port} connected to ${remote.text} port ${remote.port}\n`,
    );
    return true;
  }

  private async acceptTcp(cookie: Uint8Array): Promise<Socket | undefined> {
    for (;;) {
      const stream = await acceptStream(this.process, this.listener);
      if (typeof stream === "number") return undefined;
      const theirs = await new Control(stream).read(COOKIE_LENGTH);
      if (theirs?.every((byte, i) => byte === cookie[i])) return stream.socket;
      // another client has to wait
      await stream.write(Uint8Array.of(ACCESS_DENIED));
      stream.close();
    }
  }

  private udpSocket(): Socket[] {
    const name = this.listener.getsockname();
    if (isErrno(name) || (name.family !== 2 && name.family !== 10)) return [];
    const socket = this.process.sys.socket(name.family, SOCK_DGRAM, 0);
    if (isErrno(socket)) return [];
    socket.setsockopt(1, 2, 1);
    if (socket.bind(name) >= 0) return [socket];
    socket.close();
    return [];
  }

  /** The first datagram of a stream connects the socket; the next stream gets a new one. */
  private async acceptUdp(first: Socket | undefined): Promise<Socket | undefined> {
    const socket = this.flows.length === 0 ? first : this.udpSocket()[0];
    if (socket === undefined) return undefined;
    const bytes = new Uint8Array(64);
    const message = { from: undefined as SocketAddress | undefined, control: [], flags: 0 };
    for (;;) {
      const count = socket.recv(bytes, message);
      if (count === -EAGAIN) await this.process.poll([socket]);
      else if (count < 0) return undefined;
      else if (message.from !== undefined) break;
    }
    if (message.from === undefined || socket.connect(message.from) < 0) return undefined;
    socket.send(REPLY);
    return socket;
  }

  private async test(parameters: Parameters): Promise<void> {
    const { control, options, process, flows } = this;
    const report = new Report(process.stdout, parameters.udp, parameters.reverse, options.format);
    let state: number | undefined;
    const over = () => {
      state ??= control.poll();
      return state !== undefined;
    };
    const seconds = await runFlows(
      process,
      flows,
      { ...parameters, bytes: 0 },
      report,
      options.interval,
      over,
    );
    while (state === undefined) state = await control.state();
    if (state !== TEST_END) return this.complain("the client has terminated");
    const results = resultsOf(flows, seconds);
    // at once: a client that waits for the rest of a block learns only by this that none comes
    for (const { socket } of flows) socket.close();
    await control.send(EXCHANGE_RESULTS);
    const theirs = await readResults(control);
    await control.sendJson(results);
    await control.send(DISPLAY_RESULTS);
    const mine = flows.map((flow) => countedOf(flow, seconds));
    const ids = flows.map(({ id }) => id);
    // of TCP the server shows its own side only
    const other = parameters.udp && theirs.length < 0 ? theirs : [];
    report.summary(ids, parameters.reverse ? mine : other, parameters.reverse ? [] : mine);
    await control.state();
  }
}

function readParameters(json: Record<string, unknown> | undefined): Parameters | undefined {
  if (json === undefined) return undefined;
  const number = (name: string, usual: number) =>
    typeof json[name] === "number" ? (json[name] as number) : usual;
  const parallel = number("parallel", 1);
  const length = number("len", 131_072);
  if (!(parallel >= 1 && parallel <= STREAMS_MAX) || !(length >= 4 && length <= 1_048_576)) return undefined;
  return {
    udp: json["udp"] === true,
    reverse: json["reverse"] === true,
    parallel,
    time: number("time", 10),
    bytes: number("num", 0),
    length,
    rate: number("bandwidth", 0),
  };
}
