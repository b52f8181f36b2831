/** What sockets of UDP do that are for IPv4 and IPv6, by system calls alone: the same steps on either kernel, a line for each. */
import { isErrno } from "../../src/errno.ts";
import {
  AF_INET,
  AF_INET6,
  MSG_ERRQUEUE,
  type ReceivedMessage,
  SOCK_DGRAM,
  SOL_SOCKET,
  type Socket,
  type SocketAddress,
  type SystemCalls,
} from "../../src/kernel.ts";
import { formatIpv4, ipv4, parseIpv4, parseIpv6 } from "../../src/packet/address.ts";

const SOL_IP = 0;
const SOL_IPV6 = 41;
const [IP_TTL, IP_RECVTTL, IP_RECVERR, IP_ADD_MEMBERSHIP] = [2, 12, 11, 35];
const [IPV6_RECVERR, IPV6_V6ONLY, IPV6_RECVPKTINFO] = [25, 26, 49];
const SO_REUSEADDR = 2;
const SO_ERROR = 4;
const SIOCSIFFLAGS = 0x8914;

function at(text: string, port: number): SocketAddress {
  const six = parseIpv6(text);
  if (six !== undefined) return { family: AF_INET6, address: six, port };
  return { family: AF_INET, address: parseIpv4(text) ?? ipv4(0), port };
}

function show(address: SocketAddress | number | undefined): string {
  if (address === undefined || typeof address === "number") return String(address);
  if (address.family !== AF_INET && address.family !== AF_INET6) return `family ${address.family}`;
  const text = address.family === AF_INET ? formatIpv4(address.address) : address.address.toString();
  return `${text} ${address.port}`;
}

class Steps {
  readonly lines: string[] = [];
  private readonly task: SystemCalls;
  private readonly sockets: Socket[] = [];

  constructor(task: SystemCalls) {
    this.task = task;
  }

  title(text: string): void {
    while (this.sockets.length > 0) this.sockets.pop()?.close();
    this.lines.push(`- ${text}`);
  }

  open(family = AF_INET6): Socket {
    const socket = this.task.socket(family, SOCK_DGRAM, 0);
    if (isErrno(socket)) throw new Error(`socket: ${socket}`);
    this.sockets.push(socket);
    return socket;
  }

  say(what: string, value: unknown): void {
    this.lines.push(`${what}: ${value}`);
  }

  bind(socket: Socket, text: string, port: number): void {
    this.say(`bind ${text} ${port}`, socket.bind(at(text, port)));
  }

  connect(socket: Socket, text: string, port: number): void {
    this.say(`connect ${text} ${port}`, socket.connect(at(text, port)));
    this.say("  from", show(named(socket.getsockname())));
    this.say("  to", show(named(socket.getpeername())));
  }

  send(socket: Socket, text: string, to?: SocketAddress): void {
    const result = socket.send(new TextEncoder().encode(text), to === undefined ? {} : { to });
    this.say(`send ${text}${to === undefined ? "" : ` to ${show(to)}`}`, result);
  }

  option(socket: Socket, level: number, name: number): number {
    const value = new Uint8Array(4);
    const length = socket.getsockopt(level, name, value);
    return length < 0 ? length : (value[0] as number) | ((value[1] as number) << 8);
  }

  receive(socket: Socket, flags = 0): void {
    const buffer = new Uint8Array(200);
    const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
    const length = socket.recv(buffer, message, flags);
    const text = length < 0 ? "" : ` ${new TextDecoder().decode(buffer.subarray(0, length))}`;
    const control = message.control.map(
      ({ level, type, data }) => ` ${level}:${type}:${Buffer.from(data).toString("hex")}`,
    );
    this.say("recv", `${length}${text} from ${show(message.from)}${control.join("")}`);
  }

  end(): readonly string[] {
    this.title("end");
    return this.lines;
  }
}

/** Ports that the kernel chose are any. */
function named(address: SocketAddress | number): SocketAddress | number {
  if (typeof address === "number" || !("port" in address) || address.port < 20_000) return address;
  return { ...address, port: 1 };
}

function loopbackUp(steps: Steps): void {
  const request = new Uint8Array(40);
  request.set(new TextEncoder().encode("lo"));
  request[16] = 1;
  steps.say("lo up", steps.open(AF_INET).ioctl(SIOCSIFFLAGS, request));
}

function ports(steps: Steps): void {
  const pairs: readonly (readonly [string, boolean, string, boolean])[] = [
    ["::", false, "0.0.0.0", false],
    ["::", true, "0.0.0.0", false],
    ["0.0.0.0", false, "::", false],
    ["127.0.0.1", false, "::", false],
    ["127.0.0.1", false, "::", true],
    ["127.0.0.1", false, "::1", false],
    ["127.0.0.1", false, "::ffff:127.0.0.1", false],
    ["127.0.0.1", false, "::ffff:127.0.0.2", false],
    ["::ffff:127.0.0.1", false, "127.0.0.1", false],
    ["::ffff:127.0.0.1", false, "127.0.0.2", false],
    ["::ffff:127.0.0.1", false, "::", false],
    ["::ffff:127.0.0.1", false, "::", true],
    ["::ffff:127.0.0.1", false, "::1", false],
    ["::", true, "::ffff:127.0.0.1", false],
    ["::", false, "::ffff:127.0.0.1", false],
    ["::ffff:0.0.0.0", false, "::ffff:127.0.0.1", false],
    ["::ffff:0.0.0.0", false, "127.0.0.1", false],
    ["::ffff:127.0.0.1", true, "::1", false],
    ["::ffff:10.9.9.9", false, "::1", true],
  ];
  for (const [first, firstOnly, second, secondOnly] of pairs) {
    steps.title(`${first}${firstOnly ? " alone" : ""}, ${second}${secondOnly ? " alone" : ""}`);
    for (const [text, only] of [
      [first, firstOnly],
      [second, secondOnly],
    ] as const) {
      const socket = steps.open(text.includes(":") ? AF_INET6 : AF_INET);
      if (only) socket.setsockopt(SOL_IPV6, IPV6_V6ONLY, 1);
      steps.bind(socket, text, 7000);
      if (text.includes(":")) steps.say("v6only", steps.option(socket, SOL_IPV6, IPV6_V6ONLY));
      steps.say("name", show(socket.getsockname()));
    }
  }
  steps.title("shared ports");
  for (const text of ["::", "0.0.0.0"]) {
    const socket = steps.open(text === "::" ? AF_INET6 : AF_INET);
    socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
    steps.bind(socket, text, 7000);
  }
}

function traffic(steps: Steps): void {
  steps.title("a datagram and an answer");
  const server = steps.open();
  steps.bind(server, "::", 7000);
  server.setsockopt(SOL_IPV6, IPV6_RECVPKTINFO, 1);
  server.setsockopt(SOL_IP, IP_RECVTTL, 1);
  const client = steps.open(AF_INET);
  steps.bind(client, "127.0.0.1", 7100);
  client.setsockopt(SOL_IP, IP_TTL, 9);
  steps.send(client, "question", at("127.0.0.5", 7000));
  steps.receive(server);
  steps.say("IP_TTL", server.setsockopt(SOL_IP, IP_TTL, 77));
  steps.say("IP_TTL", steps.option(server, SOL_IP, IP_TTL));
  steps.send(server, "answer", at("::ffff:127.0.0.1", 7100));
  client.setsockopt(SOL_IP, IP_RECVTTL, 1);
  steps.receive(client);
  steps.send(server, "by IPv4", at("127.0.0.1", 7100));
  steps.receive(client);

  steps.title("somebody who is for this host alone and somebody who is for all");
  const all = steps.open();
  steps.bind(all, "::", 7000);
  all.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  const one = steps.open();
  one.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  steps.bind(one, "::ffff:127.0.0.1", 7001);
  const sender = steps.open(AF_INET);
  steps.send(sender, "to one", at("127.0.0.1", 7001));
  steps.send(sender, "to nobody", at("127.0.0.2", 7001));
  steps.send(sender, "to all", at("127.0.0.2", 7000));
  steps.say("received", [one, all].map((socket) => socket.recv(new Uint8Array(20))).join(" "));

  steps.title("groups");
  const listener = steps.open();
  steps.bind(listener, "::", 7000);
  const group = Uint8Array.from([239, 1, 1, 1, 127, 0, 0, 1]);
  const talker = steps.open(AF_INET);
  talker.bind(at("127.0.0.1", 0));
  steps.say("join", listener.setsockopt(SOL_IP, IP_ADD_MEMBERSHIP, group));
  steps.send(talker, "to the group", at("239.1.1.1", 7000));
  steps.say("received", listener.recv(new Uint8Array(20)));
}

function connections(steps: Steps): void {
  steps.title("connected");
  const server = steps.open();
  steps.bind(server, "::", 7000);
  const client = steps.open();
  steps.connect(client, "::ffff:127.0.0.1", 7000);
  steps.send(client, "hello");
  steps.say("received", server.recv(new Uint8Array(20)));
  steps.connect(client, "::1", 7000);
  steps.title("connected by an address of IPv4");
  steps.connect(steps.open(), "127.0.0.1", 7000);
  steps.title("connected to nobody in particular");
  const mapped = steps.open();
  steps.bind(mapped, "::ffff:0.0.0.0", 7000);
  steps.connect(mapped, "::", 7000);
  steps.title("for IPv6 alone");
  const only = steps.open();
  only.setsockopt(SOL_IPV6, IPV6_V6ONLY, 1);
  steps.connect(only, "::ffff:127.0.0.1", 7000);
  steps.connect(only, "127.0.0.1", 7000);
  steps.send(only, "x", at("::ffff:127.0.0.1", 7000));
  steps.send(only, "x", at("127.0.0.1", 7000));
  steps.title("connected by IPv6");
  const six = steps.open();
  steps.connect(six, "::1", 7000);
  const other = steps.open(AF_INET);
  steps.bind(other, "0.0.0.0", 7001);
  steps.send(six, "x", at("::ffff:127.0.0.1", 7001));
  steps.say("received", other.recv(new Uint8Array(20)));
}

function errors(steps: Steps): void {
  steps.title("nobody there");
  const plain = steps.open();
  steps.bind(plain, "::", 7000);
  steps.send(plain, "x", at("::ffff:127.0.0.1", 9));
  steps.say("error", steps.option(plain, SOL_SOCKET, SO_ERROR));
  plain.setsockopt(SOL_IPV6, IPV6_RECVERR, 1);
  steps.send(plain, "x", at("::ffff:127.0.0.1", 9));
  steps.say("error", steps.option(plain, SOL_SOCKET, SO_ERROR));
  plain.setsockopt(SOL_IP, IP_RECVERR, 1);
  steps.send(plain, "told", at("::ffff:127.0.0.1", 9));
  steps.receive(plain, MSG_ERRQUEUE);
  steps.receive(plain);
  steps.title("connected to nobody");
  const connected = steps.open();
  steps.connect(connected, "::ffff:127.0.0.1", 9);
  steps.send(connected, "x");
  steps.receive(connected);
  steps.title("no route");
  steps.send(steps.open(), "x", at("::ffff:203.0.113.1", 9));
  steps.title("port 0");
  steps.send(steps.open(), "x", at("::ffff:127.0.0.1", 0));
}

/** @param task in a network namespace of its own */
export function bothFamilies(task: SystemCalls): readonly string[] {
  const steps = new Steps(task);
  loopbackUp(steps);
  ports(steps);
  traffic(steps);
  connections(steps);
  errors(steps);
  return steps.end();
}
