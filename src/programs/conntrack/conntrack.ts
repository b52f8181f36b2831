/** `conntrack` of conntrack-tools 1.4.7. */
import { EEXIST, EINVAL, ENOENT, EPERM, isErrno, strerror } from "../../errno.ts";
import { NetlinkClient } from "../../netlink/client.ts";
import * as cta from "../../netlink/ctnetlink.ts";
import { type MessageReader, type MessageWriter, NLM_F_CREATE, NLM_F_EXCL } from "../../netlink/message.ts";
import {
  NETLINK_NETFILTER,
  NFNL_SUBSYS_CTNETLINK,
  NFNL_SUBSYS_CTNETLINK_EXP,
  nfnlType,
  writeNfgenmsg,
} from "../../netlink/nfnetlink.ts";
import type { Process } from "../../process/process.ts";
import { checkOptions } from "./check.ts";
import type { Command } from "./command-name.ts";
import { Events, ExpectEvents } from "./events.ts";
import {
  EXPECT_XML_FOOTER,
  EXPECT_XML_HEADER,
  expectationText,
  expectationXml,
  readExpectation,
} from "./expect.ts";
import { ConntrackFailure, OTHER_PROBLEM, report, wrong } from "./failure.ts";
import { type Flow, readFlow } from "./flow.ts";
import { load } from "./load.ts";
import { compares, flowMatches } from "./match.ts";
import { IPS_CONFIRMED } from "./names.ts";
import { type Options, parseOptions } from "./options.ts";
import { flowText } from "./print.ts";
import { flowSave, flowXml, XML_FOOTER, XML_HEADER } from "./print-xml.ts";
import { type Changes, changesOf, writeChanges, writeName, writeNew, writeSame } from "./request.ts";
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
  const { argv, sys, stderr } = process;
  const say = (line: string): void => stderr.write(`${line}\n`);
  if (argv.length > 2 && (argv[1] === "-R" || argv[1] === "--load-file"))
    return load(process, argv[2], execute);
  const options = parseOptions(argv, { sys, say });
  checkOptions(options, options.command);
  return execute(process, options);
}

async function execute(process: Process, options: Options): Promise<number> {
  const { command } = options;
  if (command === undefined || command === "h") {
    process.stdout.write(USAGE);
    return 0;
  }
  if (command === "V") {
    process.stdout.write("conntrack v1.4.7 (conntrack-tools)\n");
    return 0;
  }
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
  if (error === -EPERM) return "sorry, you must be root or get CAP_NET_ADMIN capability to do this";
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

  /** All connections that the kernel lists; `filter`: it looks at the mark itself, and at the status when they are shown. */
  private dump(message: number, filter: boolean): Flow[] {
    const { options } = this;
    const { given, status, kernelMark: mark } = options;
    const writer = this.begin(message, options.family);
    if (filter && given.has("mark")) {
      writer.be32(cta.CTA_MARK, mark.value);
      writer.be32(cta.CTA_MARK_MASK, mark.mask);
    }
    if (filter && this.command === "L" && given.has("status")) {
      const wanted = status.set & ~IPS_CONFIRMED;
      writer.be32(cta.CTA_STATUS, wanted);
      writer.be32(cta.CTA_STATUS_MASK, status.unset === 0 ? wanted : status.unset);
    }
    const flows: Flow[] = [];
    const { error } = this.client.dump((reply) => void flows.push(readFlow(reply)));
    if (error < 0) throw failed(this.command, error);
    return flows;
  }

  /** Masks belong to addresses. */
  private checkMasks(): void {
    const { masks, addresses } = this.options;
    for (const side of ["src", "dst"] as const)
      if (masks[`mask-${side}`] && !addresses[side]) wrong(`Can't use --mask-${side} without --${side}`);
  }

  private async list(): Promise<number> {
    const { table, given } = this.options;
    this.checkMasks();
    if (table === "conntrack" && given.has("zero") && compares(this.options))
      wrong("Can't use -z with filtering parameters");
    let message = given.has("zero") ? cta.IPCTNL_MSG_CT_GET_CTRZERO : cta.IPCTNL_MSG_CT_GET;
    if (table === "dying") message = cta.IPCTNL_MSG_CT_GET_DYING;
    else if (table === "unconfirmed") message = cta.IPCTNL_MSG_CT_GET_UNCONFIRMED;
    for (const flow of this.dump(message, true)) {
      if (!flowMatches(flow, this.options)) continue;
      this.print(flow);
      this.count++;
    }
    if (this.xmlBegun) {
      this.process.stdout.write(XML_FOOTER);
      await this.process.stdout.flush();
    }
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

  /**
   * Each change and each look at what came of it takes one answer, though both bring two: what is printed is what happens to lie
   * there when the program looks.
   */
  private update(): number {
    const flows = this.dump(cta.IPCTNL_MSG_CT_GET, false);
    this.withModifier((modifier) => {
      for (const flow of flows) {
        if (!flowMatches(flow, this.options, true)) continue;
        const changes = changesOf(flow, this.options);
        if (changes !== undefined) this.change(modifier, flow, changes);
      }
    });
    return this.finish("updated", true);
  }

  /** A second socket: what a table's listing leads to does not go over the one that it comes from. */
  private withModifier(work: (modifier: NetlinkClient) => void): void {
    const modifier = NetlinkClient.open(this.process.sys, 0, undefined, NETLINK_NETFILTER);
    if (isErrno(modifier)) throw failed(this.command, modifier);
    try {
      work(modifier);
    } finally {
      modifier.close();
    }
  }

  private change(modifier: NetlinkClient, flow: Flow, changes: Changes): void {
    const { family } = this.options;
    const send = (message: number, onMessage?: (reply: MessageReader) => void): number => {
      const writer = modifier.begin(nfnlType(NFNL_SUBSYS_CTNETLINK, message), 0);
      writeNfgenmsg(writer, family, 0);
      writeChanges(writer, flow, changes, this.options);
      return modifier.exchange(onMessage);
    };
    const error = send(cta.IPCTNL_MSG_CT_NEW);
    // and it is counted
    if (error < 0) this.process.stderr.write(`Operation failed: ${errorText("U", error)}\n`);
    const missing = send(cta.IPCTNL_MSG_CT_GET, (reply) => this.print(readFlow(reply)));
    // it may be gone already
    if (missing < 0 && missing !== -ENOENT) throw failed("G", missing);
    this.count++;
  }

  private remove(): number {
    this.checkMasks();
    const flows = this.dump(cta.IPCTNL_MSG_CT_GET, true);
    this.withModifier((modifier) => {
      for (const flow of flows) if (flowMatches(flow, this.options)) this.removeOne(modifier, flow);
    });
    return this.finish("deleted", true);
  }

  private removeOne(modifier: NetlinkClient, flow: Flow): void {
    const writer = modifier.begin(nfnlType(NFNL_SUBSYS_CTNETLINK, cta.IPCTNL_MSG_CT_DELETE), 0);
    writeNfgenmsg(writer, flow.family, 0);
    writeSame(writer, flow);
    if (flow.id !== undefined) writer.be32(cta.CTA_ID, flow.id);
    const { error } = modifier.request();
    // another one was faster
    if (error === -ENOENT) return;
    if (error < 0) throw failed("D", error);
    this.print(flow);
    this.count++;
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

  private countExpected(): number {
    this.begin(cta.IPCTNL_MSG_EXP_GET, 0, 0, NFNL_SUBSYS_CTNETLINK_EXP);
    let count = 0;
    const { error } = this.client.dump(() => void count++);
    if (error < 0) throw failed("C", error);
    this.process.stdout.write(`${count}\n`);
    return 0;
  }

  private runExpect(): Promise<number> | number {
    const { stderr, stdout } = this.process;
    switch (this.command) {
      case "L": {
        this.begin(cta.IPCTNL_MSG_EXP_GET, this.options.family, 0, NFNL_SUBSYS_CTNETLINK_EXP);
        const { xml } = this.options.output;
        let shown = 0;
        const { error } = this.client.dump((reply) => {
          const exp = readExpectation(reply);
          if (xml && shown === 0) stdout.write(EXPECT_XML_HEADER);
          shown++;
          stdout.write(`${xml ? expectationXml(exp, undefined) : expectationText(exp, undefined)}\n`);
        });
        if (error < 0) throw failed("L", error);
        if (xml && shown > 0) stdout.write(EXPECT_XML_FOOTER);
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
        return this.countExpected();
      case "E":
        return new ExpectEvents(this.process, this.client, this.options).run();
      case "D":
      case "G":
        throw new ConntrackFailure(OTHER_PROBLEM, `Operation failed: ${strerror(ENOENT)}`);
      default:
        return wrong("expectations are not supported here");
    }
  }
}
