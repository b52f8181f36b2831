/** `conntrack -E`: what happens to connections, until a signal ends it. */
import { ENOBUFS } from "../../errno.ts";
import type { NetlinkClient } from "../../netlink/client.ts";
import * as cta from "../../netlink/ctnetlink.ts";
import { type MessageReader, NLM_F_CREATE, NLM_F_EXCL } from "../../netlink/message.ts";
import type { Process } from "../../process/process.ts";
import { ConntrackFailure, OTHER_PROBLEM, report } from "./failure.ts";
import { readFlow } from "./flow.ts";
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

export class Events {
  private readonly process: Process;
  private readonly client: NetlinkClient;
  private readonly options: Options;
  private count = 0;
  private ended = false;
  private xmlBegun = false;

  constructor(process: Process, client: NetlinkClient, options: Options) {
    this.process = process;
    this.client = client;
    this.options = options;
  }

  async run(): Promise<number> {
    const { process, client, options } = this;
    if (options.given.has("buffer-size")) this.setBuffer();
    const mask = options.given.has("event-mask") ? options.eventMask : ALL_EVENTS;
    for (let group = 1; group <= 3; group++) if ((mask & (1 << (group - 1))) !== 0) client.join(group);
    const end = (): void => void (this.ended = true);
    process.onSignal("SIGINT", end);
    process.onSignal("SIGTERM", end);
    const error = await client.listen(
      (source) => process.poll([source]),
      (message) => this.show(message),
      () => process.stdout.flush(),
      () => this.ended,
    );
    if (this.xmlBegun) process.stdout.write(XML_FOOTER);
    await process.stdout.flush();
    if (error === -ENOBUFS)
      throw new ConntrackFailure(
        OTHER_PROBLEM,
        "WARNING: We have hit ENOBUFS! We are losing events.\nThis message means that the current netlink socket buffer size is too small.\nPlease, check --buffer-size in conntrack(8) manpage.",
      );
    process.stderr.write(report(`${this.count} flow events have been shown.`));
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
    const flow = readFlow(message);
    if (!flowMatches(flow, this.options)) return;
    this.count++;
    const { stdout } = this.process;
    stdout.write(`${this.text(message)}${this.origin(message.pid)}\n`);
  }

  private text(message: MessageReader): string {
    const { output } = this.options;
    const flow = readFlow(message);
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
