/** `conntrack` of conntrack-tools 1.4.7. */
import { EEXIST, EINVAL, ENOENT, isErrno, strerror } from "../../errno.ts";
import { NetlinkClient } from "../../netlink/client.ts";
import * as cta from "../../netlink/ctnetlink.ts";
import { type MessageWriter, NLM_F_CREATE, NLM_F_EXCL } from "../../netlink/message.ts";
import {
  NETLINK_NETFILTER,
  NFNL_SUBSYS_CTNETLINK,
  NFNL_SUBSYS_CTNETLINK_EXP,
  nfnlType,
  writeNfgenmsg,
} from "../../netlink/nfnetlink.ts";
import type { Process } from "../../process/process.ts";
import { checkOptions } from "./check.ts";
import { Events } from "./events.ts";
import { ConntrackFailure, OTHER_PROBLEM, report, wrong } from "./failure.ts";
import { type Flow, readFlow } from "./flow.ts";
import { flowMatches } from "./match.ts";
import { type Command, type Options, parseOptions } from "./options.ts";
import { flowText } from "./print.ts";
import { flowSave, flowXml, XML_FOOTER, XML_HEADER } from "./print-xml.ts";
import { writeChanges, writeName, writeNew, writeSame } from "./request.ts";
import { statsText } from "./stats.ts";
import { USAGE } from "./usage.ts";

export async function main(process: Process): Promise<number> {
  try {
    return await run(process);
  } catch (end) {
    if (!(end instanceof ConntrackFailure)) throw end;
    await process.stdout.flush();
    process.stderr.write(end.text);
    return end.status;
  }
}

async function run(process: Process): Promise<number> {
  const options = parseOptions(process.argv);
  for (const warning of options.warnings) process.stderr.write(`${warning}\n`);
  const { command } = options;
  if (command === undefined) {
    const [first] = options.given;
    if (first !== undefined) wrong(`Illegal option \`--${first}' with this command`);
  }
  if (command === undefined || command === "h") {
    process.stdout.write(USAGE);
    return 0;
  }
  if (command === "V") {
    process.stdout.write("conntrack v1.4.7 (conntrack-tools)\n");
    return 0;
  }
  checkOptions(options, command);
  const client = NetlinkClient.open(process.sys, 0, undefined, NETLINK_NETFILTER);
  if (isErrno(client)) throw failed(command, client);
  try {
    return await new Conntrack(process, client, options, command).run();
  } finally {
    client.close();
  }
}

/** What went wrong in the kernel, in conntrack's words (`err2str`). */
function errorText(command: Command, error: number): string {
  if (error === -EINVAL) return "invalid parameters";
  if (error === -EEXIST && (command === "I" || command === "A"))
    return "Such conntrack exists, try -U to update";
  if (error === -ENOENT && "IAGD".includes(command)) return "such conntrack doesn't exist";
  return strerror(-error);
}

function failed(command: Command, error: number): ConntrackFailure {
  return new ConntrackFailure(OTHER_PROBLEM, `Operation failed: ${errorText(command, error)}`);
}

class Conntrack {
  private readonly process: Process;
  private readonly client: NetlinkClient;
  private readonly options: Options;
  private readonly command: Command;
  private count = 0;
  private xmlBegun = false;

  constructor(process: Process, client: NetlinkClient, options: Options, command: Command) {
    this.process = process;
    this.client = client;
    this.options = options;
    this.command = command;
  }

  run(): Promise<number> | number {
    if (this.options.table === "expect") return this.runExpect();
    switch (this.command) {
      case "L":
        return this.list();
      case "G":
        return this.get();
      case "I":
      case "A":
        return this.create();
      case "U":
        return this.update();
      case "D":
        return this.remove();
      case "F":
        return this.flush();
      case "C":
        return this.countEntries();
      case "S":
        return this.stats();
      default:
        return new Events(this.process, this.client, this.options).run();
    }
  }

  private begin(
    message: number,
    family: number,
    flags = 0,
    subsystem = NFNL_SUBSYS_CTNETLINK,
  ): MessageWriter {
    const writer = this.client.begin(nfnlType(subsystem, message), flags);
    writeNfgenmsg(writer, family, 0);
    return writer;
  }

  private now(): bigint {
    return BigInt(this.process.sys.realtime()) * 1000n;
  }

  private print(flow: Flow): void {
    const { output } = this.options;
    const { stdout } = this.process;
    if (output.xml) {
      if (!this.xmlBegun) stdout.write(XML_HEADER);
      this.xmlBegun = true;
      stdout.write(`${flowXml(flow, undefined, this.now())}\n`);
    } else if (output.save) stdout.write(`${flowSave(flow, this.command === "D" ? "D" : "A")}\n`);
    else stdout.write(`${flowText(flow, undefined, output, this.now())}\n`);
  }

  /** Says how many there were. @returns the exit status */
  private finish(verb: string, noneFails: boolean): number {
    this.process.stderr.write(report(`${this.count} flow entries have been ${verb}.`));
    return noneFails && this.count === 0 ? 1 : 0;
  }

  /** All connections that the kernel lists; `filter`: it looks at status and mark itself. */
  private dump(message: number, filter: boolean): Flow[] {
    const { options } = this;
    const writer = this.begin(message, options.family);
    if (filter && options.given.has("mark")) {
      writer.be32(cta.CTA_MARK, options.mark.value);
      writer.be32(cta.CTA_MARK_MASK, options.mark.mask);
    }
    if (filter && options.given.has("status")) {
      const status = options.status & ~8;
      writer.be32(cta.CTA_STATUS, status);
      writer.be32(cta.CTA_STATUS_MASK, status);
    }
    if (options.given.has("zone")) writer.be16(cta.CTA_ZONE, options.zone);
    const flows: Flow[] = [];
    const { error } = this.client.dump((reply) => void flows.push(readFlow(reply)));
    if (error < 0) throw failed(this.command, error);
    return flows;
  }

  private list(): number {
    const { table, given } = this.options;
    let message = given.has("zero") ? cta.IPCTNL_MSG_CT_GET_CTRZERO : cta.IPCTNL_MSG_CT_GET;
    if (table === "dying") message = cta.IPCTNL_MSG_CT_GET_DYING;
    else if (table === "unconfirmed") message = cta.IPCTNL_MSG_CT_GET_UNCONFIRMED;
    for (const flow of this.dump(message, true)) {
      if (!flowMatches(flow, this.options)) continue;
      this.print(flow);
      this.count++;
    }
    if (this.xmlBegun) this.process.stdout.write(XML_FOOTER);
    return this.finish("shown", false);
  }

  private get(): number {
    writeName(this.begin(cta.IPCTNL_MSG_CT_GET, this.options.family), this.options);
    const { error } = this.client.get((reply) => {
      this.print(readFlow(reply));
      this.count++;
    });
    if (error < 0) throw failed("G", error);
    return this.finish("shown", false);
  }

  private create(): number {
    writeNew(this.begin(cta.IPCTNL_MSG_CT_NEW, this.options.family, NLM_F_CREATE | NLM_F_EXCL), this.options);
    const { error } = this.client.request();
    const exists = this.command === "A" && error === -EEXIST;
    if (error < 0 && !exists) throw failed(this.command, error);
    if (!exists) this.count++;
    return this.finish(this.command === "A" ? "added" : "created", false);
  }

  private update(): number {
    for (const flow of this.dump(cta.IPCTNL_MSG_CT_GET, false)) {
      if (!flowMatches(flow, this.options, true)) continue;
      const writer = this.begin(cta.IPCTNL_MSG_CT_NEW, flow.family);
      writeSame(writer, flow);
      if (!writeChanges(writer, flow, this.options)) continue;
      const { error } = this.client.request();
      if (error < 0) {
        this.process.stderr.write(`Operation failed: ${errorText("U", error)}\n`);
        throw failed("U", error);
      }
      writeSame(this.begin(cta.IPCTNL_MSG_CT_GET, flow.family), flow);
      // it may be gone already
      this.client.get((reply) => this.print(readFlow(reply)));
      this.count++;
    }
    return this.finish("updated", true);
  }

  private remove(): number {
    for (const flow of this.dump(cta.IPCTNL_MSG_CT_GET, true)) {
      if (!flowMatches(flow, this.options)) continue;
      const writer = this.begin(cta.IPCTNL_MSG_CT_DELETE, flow.family);
      writeSame(writer, flow);
      if (flow.id !== undefined) writer.be32(cta.CTA_ID, flow.id);
      const { error } = this.client.request();
      // another one was faster
      if (error === -ENOENT) continue;
      if (error < 0) throw failed("D", error);
      this.print(flow);
      this.count++;
    }
    return this.finish("deleted", true);
  }

  private flush(): number {
    this.begin(cta.IPCTNL_MSG_CT_DELETE, this.options.family);
    const { error } = this.client.request();
    if (error < 0) throw failed("F", error);
    this.process.stderr.write(report("connection tracking table has been emptied."));
    return 0;
  }

  private countEntries(): number {
    this.begin(cta.IPCTNL_MSG_CT_GET_STATS, 0);
    const { error } = this.client.get((reply) => {
      const at = reply.body + 8;
      const { bytes } = reply;
      const count = ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
      this.process.stdout.write(`${count}\n`);
    });
    if (error < 0) throw failed("C", error);
    return 0;
  }

  private stats(): number {
    this.begin(cta.IPCTNL_MSG_CT_GET_STATS_CPU, 0);
    const { error } = this.client.dump((reply) => this.process.stdout.write(statsText(reply)));
    if (error < 0) throw failed("S", error);
    return 0;
  }

  /** Nothing is expected: there are no helpers. */
  private runExpect(): Promise<number> | number {
    const { stderr, stdout } = this.process;
    switch (this.command) {
      case "L": {
        this.begin(cta.IPCTNL_MSG_EXP_GET, this.options.family, 0, NFNL_SUBSYS_CTNETLINK_EXP);
        let shown = 0;
        const { error } = this.client.dump(() => void shown++);
        if (error < 0) throw failed("L", error);
        stderr.write(report(`${shown} expectations have been shown.`));
        return 0;
      }
      case "F": {
        this.begin(cta.IPCTNL_MSG_EXP_DELETE, this.options.family, 0, NFNL_SUBSYS_CTNETLINK_EXP);
        const { error } = this.client.request();
        if (error < 0) throw failed("F", error);
        stderr.write(report("expectation table has been emptied."));
        return 0;
      }
      case "C":
        stdout.write("0\n");
        return 0;
      default:
        return wrong("expectations are not supported here");
    }
  }
}
