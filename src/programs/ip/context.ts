/**
 * What every `ip` command works with: the process, the global options, the netlink socket, name caches and output.
 */
import { EMSGSIZE, ENOENT, EOPNOTSUPP, isErrno, strerror } from "../../errno.ts";
import { AF_UNSPEC, type SystemCalls } from "../../kernel.ts";
import { NetlinkClient, type OnMessage, type Outcome } from "../../netlink/client.ts";
import { MessageReader } from "../../netlink/message.ts";
import type { Process } from "../../process/process.ts";
import { Arguments, EXIT_USAGE, Exit, failure } from "./arguments.ts";
import { LinkFilter } from "./link/filter.ts";
import { LinkMap } from "./link-map.ts";
import { type Names, readText } from "./names.ts";
import { Printer } from "./print.ts";

/** The options before the object. */
export class Options {
  family = AF_UNSPEC;
  stats = 0;
  details = 0;
  oneline = false;
  brief = false;
  json = false;
  pretty = false;
  timestamp: "none" | "long" | "short" = "none";
  human = false;
  iec = false;
  resolve = false;
  force = false;
  /** VLANs that follow each other are shown as a range (`bridge`). */
  compressVlans = false;
  all = false;
  /** Print what the kernel says that it did. */
  echo = false;
  loops = 10;
  batch: string | undefined = undefined;
  color: "none" | "light" | "dark" = "none";
  receiveBuffer = 1024 * 1024;
}

/** One command of an object: returns the exit status. */
export type Command = (ip: Ip, args: Arguments) => number | Promise<number>;

/** Made once for a run of the program, and shared by all commands of a batch. */
export class Ip {
  readonly process: Process;
  readonly options: Options;
  readonly names: Names;
  readonly out: Printer;
  links: LinkMap;
  /** Links were shown: from then on a batch shows a link's addresses only when no device is named (iproute2's `do_link` stays). */
  linkMode = false;
  /** The device that `ip maddress` was asked about: a batch may name one only once (iproute2's `filter.dev` stays). */
  maddressDevice: string | undefined = undefined;
  /** Look up names of namespaces as they are shown; else those that are known already will do. */
  resolveNamespaces = true;
  /** Names of namespaces by id, as far as they were asked for: a name outlives its namespace in notifications. */
  readonly namespaces = new Map<number, string>();
  namespacesRead = false;
  /** What was last asked for: an echo shows only what passes it, in a batch (iproute2's `filter` stays). Nothing asked: group 0. */
  linkFilter = new LinkFilter(0);
  private opened: NetlinkClient | undefined;
  private linksProbed = false;

  constructor(process: Process, options: Options, names: Names) {
    this.process = process;
    this.options = options;
    this.names = names;
    this.out = new Printer(process.stdout, {
      json: options.json,
      pretty: options.pretty,
      color: options.color,
      newline: options.oneline ? "\\" : "\n",
    });
    this.links = new LinkMap(this.sys);
  }

  /** Whether a dump of what does not exist is an empty one. */
  missingIsEmpty = false;
  /** Whether dump requests of a batch are checked strictly, too: those of `bridge` are. */
  strictBatch = false;

  get sys(): SystemCalls {
    return this.process.sys;
  }

  /** The socket that requests go through, with strict checking of dump requests, for which a batch of `ip` does not ask. */
  get client(): NetlinkClient {
    if (this.opened) return this.opened;
    const client = this.openClient();
    if (isErrno(client)) return this.fail(`Cannot open netlink socket: ${strerror(client)}`, 1);
    if (this.strictBatch || this.options.batch === undefined) client.setStrictCheck();
    client.takesLeftovers = this.options.echo;
    this.opened = client;
    return client;
  }

  /** Another socket, of the current namespace. */
  openClient(): NetlinkClient | number {
    return NetlinkClient.open(this.sys, 0, this.options.receiveBuffer);
  }

  /** Forgets what belongs to the namespace that was left. */
  namespaceChanged(): void {
    this.opened?.close();
    this.opened = undefined;
    this.links = new LinkMap(this.sys);
    this.namespaces.clear();
  }

  close(): void {
    this.opened?.close();
    this.opened = undefined;
  }

  arguments(words: readonly string[]): Arguments {
    return new Arguments(words, (text) => this.complain(text));
  }

  /** Writes to standard error. */
  complain(text: string): void {
    this.process.stderr.write(text);
  }

  /** Complains and ends the program; with another status than `exit(-1)`'s only the command, so that a batch goes on. */
  fail(message: string, status = EXIT_USAGE): never {
    this.complain(`${message}\n`);
    throw failure(status);
  }

  /** Prints a usage text and ends the program. */
  usage(text: string, status = EXIT_USAGE): never {
    this.complain(text);
    throw new Exit(status);
  }

  /** `strerror(3)` after a name, as `perror(3)`. */
  perror(name: string, error: number): void {
    this.complain(`${name}: ${strerror(error)}\n`);
  }

  /** Sends the request begun in the client. @returns true when the kernel did it; else its answer has been printed */
  talk(onMessage?: OnMessage): boolean {
    return this.report(this.client.request(onMessage));
  }

  /**
   * The same; with `-echo`, what the kernel says that it did is printed (`rtnl_echo_talk`).
   * @param print gets that message, if there is one
   */
  talkAndEcho(print: OnMessage): boolean {
    if (!this.options.echo) return this.talk();
    // what is printed may ask the kernel for more
    const told = new MessageReader();
    const outcome = this.client.requestEcho(({ bytes, start, end }) => told.open(bytes.slice(start, end)));
    if (!this.report(outcome)) return false;
    this.out.startJson();
    this.out.openObject();
    if (told.next()) print(told);
    this.out.closeObject();
    this.out.endJson();
    return true;
  }

  /** Takes what an echo left behind, once: the answer to a question that is asked before the first command about links. */
  probeLinks(): void {
    if (this.linksProbed || !this.options.echo) return;
    this.linksProbed = true;
    this.client.skipLeftover();
  }

  /** Sends the request begun in the client for one object. @returns true when it came */
  get(onMessage: OnMessage): boolean {
    return this.getOutcome(onMessage).error >= 0;
  }

  /** The same; what the kernel said about it has been printed. */
  getOutcome(onMessage: OnMessage): Outcome {
    const outcome = this.client.get(onMessage);
    this.report(outcome);
    return outcome;
  }

  /** Prints what the kernel said. @returns true when it did what was asked */
  report(outcome: Outcome): boolean {
    if (outcome.failed) this.perror("Cannot talk to rtnetlink", outcome.error);
    else if (outcome.message !== "") this.extendedAck(outcome);
    else if (outcome.error < 0) this.complain(`RTNETLINK answers: ${strerror(outcome.error)}\n`);
    return outcome.error >= 0;
  }

  private extendedAck(outcome: Outcome): void {
    const { message, error } = outcome;
    this.complain(`${error < 0 ? "Error" : "Warning"}: ${message}${message.endsWith(".") ? "" : "."}\n`);
  }

  /**
   * Sends the dump request begun in the client.
   * @returns 0, or a negative error; what the kernel said about it has been printed
   */
  dump(onMessage: OnMessage): number {
    const outcome = this.client.dump(onMessage);
    if (this.missingIsEmpty && outcome.done && outcome.error === -ENOENT) return 0;
    if (outcome.failed) this.perror("netlink receive error", outcome.error);
    else if (outcome.error < 0) this.dumpError(outcome);
    else if (outcome.message !== "") this.extendedAck(outcome);
    if (outcome.interrupted) this.complain("Dump was interrupted and may be inconsistent.\n");
    return outcome.error;
  }

  private dumpError(outcome: Outcome): void {
    if (outcome.message !== "") {
      this.extendedAck(outcome);
      return;
    }
    if (outcome.done && (outcome.error === -ENOENT || outcome.error === -EOPNOTSUPP)) return;
    if (outcome.done && outcome.error === -EMSGSIZE) this.complain("Error: Buffer too small for object.\n");
    else this.complain(`RTNETLINK answers: ${strerror(outcome.error)}\n`);
  }

  /** As {@link dump}, and ends the program as iproute2 does when it fails. */
  dumpOrExit(onMessage: OnMessage, status = 1, message = "Dump terminated"): void {
    if (this.dump(onMessage) >= 0) return;
    this.complain(`${message}\n`);
    throw new Exit(status);
  }

  /** A host's name with `-resolve` (from /etc/hosts), else the address as it is. */
  host(address: string): string {
    if (!this.options.resolve) return address;
    for (const line of (readText(this.sys, "/etc/hosts") ?? "").split("\n")) {
      const [first, name] = line.replace(/#.*/, "").trim().split(/\s+/);
      if (first === address && name !== undefined) return name;
    }
    return address;
  }
}
