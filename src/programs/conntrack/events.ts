/** `conntrack -E`: what happens to connections, until a signal ends it. */
import { ENOBUFS } from "../../errno.ts";
import type { NetlinkClient } from "../../netlink/client.ts";
import * as cta from "../../netlink/ctnetlink.ts";
import { type MessageReader, NLM_F_CREATE, NLM_F_EXCL } from "../../netlink/message.ts";
import {
  NFNLGRP_CONNTRACK_EXP_DESTROY,
  NFNLGRP_CONNTRACK_EXP_NEW,
  NFNLGRP_CONNTRACK_EXP_UPDATE,
} from "../../netlink/nfnetlink.ts";
import type { Process } from "../../process/process.ts";
import {
  EXPECT_XML_FOOTER,
  EXPECT_XML_HEADER,
  expectationText,
  expectationXml,
  readExpectation,
} from "./expect.ts";
import { ConntrackFailure, OTHER_PROBLEM, report } from "./failure.ts";
import { type Flow, readFlow } from "./flow.ts";
import { flowMatches } from "./match.ts";
import type { Options } from "./options.ts";
import { type EventKind, flowText } from "./print.ts";
import { flowSave, flowXml, XML_FOOTER, XML_HEADER } from "./print-xml.ts";

const SOL_SOCKET = 1;
const SO_RCVBUFFORCE = 33;
const SO_RCVBUF = 8;
/** NEW, UPDATES, DESTROY */
const ALL_EVENTS = 7;

function kindOf(message: MessageReader): EventKind {
  if ((message.type & 0xff) === cta.IPCTNL_MSG_CT_DELETE) return "destroy";
  return (message.flags & (NLM_F_CREATE | NLM_F_EXCL)) !== 0 ? "new" : "update";
}

const SAVE_COMMANDS = { new: "A", update: "U", destroy: "D" } as const;

/** Listens until a signal comes. */
abstract class Listener {
  protected readonly process: Process;
  protected readonly options: Options;
  private readonly client: NetlinkClient;
  private count = 0;
  private ended = false;
  protected xmlBegun = false;

  constructor(process: Process, client: NetlinkClient, options: Options) {
    this.process = process;
    this.client = client;
    this.options = options;
  }

  async run(): Promise<number> {
    const { process, client, options } = this;
    if (options.given.has("buffer-size")) this.setBuffer();
    for (const group of this.groups()) client.join(group);
    const end = (): void => void (this.ended = true);
    process.onSignal("SIGINT", end);
    process.onSignal("SIGTERM", end);
    const error = await client.listen(
      (source) => process.poll([source]),
      (message) => this.show(message),
      () => process.stdout.flush(),
      () => this.ended,
    );
    if (this.xmlBegun) process.stdout.write(this.xmlFooter);
    await process.stdout.flush();
    if (error === -ENOBUFS)
      throw new ConntrackFailure(
        OTHER_PROBLEM,
        "WARNING: We have hit ENOBUFS! We are losing events.\nThis message means that the current netlink socket buffer size is too small.\nPlease, check --buffer-size in conntrack(8) manpage.",
      );
    process.stderr.write(report(`${this.count} ${this.name} events have been shown.`));
    return 0;
  }

  private setBuffer(): void {
    const { socket } = this.client;
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, this.options.bufferSize, true);
    if (socket.setsockopt(SOL_SOCKET, SO_RCVBUFFORCE, bytes) < 0)
      socket.setsockopt(SOL_SOCKET, SO_RCVBUF, bytes);
    const into = new Uint8Array(4);
    socket.getsockopt(SOL_SOCKET, SO_RCVBUF, into);
    const size = new DataView(into.buffer).getUint32(0, true);
    this.process.stderr.write(`NOTICE: Netlink socket buffer size has been set to ${size} bytes.\n`);
  }

  private show(message: MessageReader): void {
    const line = this.line(message);
    if (line === undefined) return;
    this.count++;
    this.process.stdout.write(`${line}\n`);
  }

  protected abstract readonly name: string;
  protected abstract readonly xmlFooter: string;
  /** `NFNLGRP_CONNTRACK_*` */
  protected abstract groups(): readonly number[];
  /** undefined: it is not shown. */
  protected abstract line(message: MessageReader): string | undefined;
}

/** `-E`: what happens to connections. */
export class Events extends Listener {
  protected readonly name = "flow";
  protected readonly xmlFooter = XML_FOOTER;

  protected groups(): number[] {
    const { options } = this;
    const mask = options.given.has("event-mask") ? options.eventMask : ALL_EVENTS;
    return [1, 2, 3].filter((group) => (mask & (1 << (group - 1))) !== 0);
  }

  protected line(message: MessageReader): string | undefined {
    const flow = readFlow(message);
    if (!flowMatches(flow, this.options)) return undefined;
    return `${this.text(message, flow)}${this.origin(message.pid)}`;
  }

  private text(message: MessageReader, flow: Flow): string {
    const { output } = this.options;
    const kind = kindOf(message);
    const microseconds = this.process.sys.realtime();
    const now = BigInt(microseconds) * 1000n;
    if (output.xml) {
      const header = this.xmlBegun ? "" : XML_HEADER;
      this.xmlBegun = true;
      return header + flowXml(flow, kind, now);
    }
    if (output.save) return flowSave(flow, SAVE_COMMANDS[kind]);
    const stamp = output.timestamp
      ? `[${Math.floor(microseconds / 1e6)}.${String(Math.floor(microseconds % 1e6)).padStart(6, "0")}]\t`
      : "";
    return stamp + flowText(flow, kind, output, now);
  }

  /** The program that did it. */
  private origin(portid: number): string {
    if (portid === 0) return "";
    const owner = this.process.processes().find(({ pid }) => pid === portid);
    const name = owner === undefined ? "" : ` progname=${owner.argv[0]?.split("/").at(-1) ?? ""}`;
    return ` [USERSPACE] portid=${portid}${name}`;
  }
}

/** `-E expect`: what is expected, and not any more. */
export class ExpectEvents extends Listener {
  protected readonly name = "expectation";
  protected readonly xmlFooter = EXPECT_XML_FOOTER;

  protected groups(): number[] {
    return [NFNLGRP_CONNTRACK_EXP_NEW, NFNLGRP_CONNTRACK_EXP_UPDATE, NFNLGRP_CONNTRACK_EXP_DESTROY];
  }

  protected line(message: MessageReader): string {
    const { output } = this.options;
    const exp = readExpectation(message);
    const kind =
      (message.type & 0xff) === cta.IPCTNL_MSG_EXP_DELETE
        ? "destroy"
        : (message.flags & (NLM_F_CREATE | NLM_F_EXCL)) !== 0
          ? "new"
          : "update";
    if (output.xml) {
      const header = this.xmlBegun ? "" : EXPECT_XML_HEADER;
      this.xmlBegun = true;
      return header + expectationXml(exp, kind);
    }
    const now = this.process.sys.realtime();
    const [seconds, rest] = [Math.floor(now / 1e6), Math.floor(now % 1e6)];
    const stamp = output.timestamp ? `[${String(seconds).padEnd(8)}.${String(rest).padEnd(6)}]\t` : "";
    return stamp + expectationText(exp, kind);
  }
}
