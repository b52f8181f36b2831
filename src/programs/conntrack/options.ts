/** conntrack's command line. Source: conntrack-tools 1.4.7, `conntrack.c`. */
import type { SystemCalls } from "../../kernel.ts";
import { NameFiles } from "../iptables/values/names.ts";
import { isWhole, type NatOption, type Network, parseNat, parseNetwork, parseWhole } from "./addresses.ts";
import type { Command } from "./command-name.ts";
import { OTHER_PROBLEM, stop, wrong } from "./failure.ts";
import { type Argument, type Found, Getopt, type LongName } from "./getopt.ts";
import { IPS_CONFIRMED } from "./names.ts";
import { decimal, parseNumber } from "./numbers.ts";
import { NO_OUTPUT, type OutputFlags } from "./print.ts";
import { type Protocol, type ProtocolOptions, protocolNamed, protocolNumbered } from "./protocols.ts";
import { parseEvents, parseOutput, parseStatus, type Status } from "./words.ts";

/** Which table a command is about. */
export type Table = "conntrack" | "expect" | "dying" | "unconfirmed";

/** `VALUE/MASK` */
export interface MaskedValue {
  readonly value: number;
  readonly mask: number;
}

/** Options that take an address. */
export type AddressName = "src" | "dst" | "reply-src" | "reply-dst";
/** Options that take a mask. */
export type MaskName = "mask-src" | "mask-dst";

/** What it says. */
export class Options {
  command: Command | undefined = undefined;
  table: Table = "conntrack";
  /** Names of options as they are complained about. */
  readonly given = new Set<string>();
  readonly addresses: Partial<Record<AddressName, Network>> = {};
  readonly masks: Partial<Record<MaskName, Network>> = {};
  /** 2, 10, or 0: any */
  family = 0;
  protocol: Protocol | undefined = undefined;
  timeout = 0;
  status: Status = { set: 0, unset: 0 };
  mark: MaskedValue = { value: 0, mask: 0xffffffff };
  /** What the kernel looks for by itself. */
  kernelMark: MaskedValue = { value: 0, mask: 0xffffffff };
  id = 0;
  zone = 0;
  origZone = 0;
  replyZone = 0;
  sourceNat: NatOption | undefined = undefined;
  destinationNat: NatOption | undefined = undefined;
  anyNat: NatOption | undefined = undefined;
  eventMask = 0;
  bufferSize = 0;
  readonly proto: ProtocolOptions = new Map();
  output: OutputFlags = NO_OUTPUT;
}

/** Where what is said on the way goes, and where names are looked up. */
export interface Surroundings {
  readonly sys: SystemCalls;
  say(line: string): void;
}

/** What an option does: its name in complaints, whether it takes an argument, its effect. */
interface OptionRule {
  readonly name: string;
  readonly letter: string;
  readonly longNames: readonly string[];
  readonly argument: Argument;
  readonly apply: (parser: Parser, argument: string) => void;
}

const ANY_NAT: NatOption = { address: undefined, port: undefined };

function rule(
  names: string,
  apply: OptionRule["apply"],
  argument: Argument = "required",
  complaint?: string,
): OptionRule {
  const [letter, ...longNames] = names.split(" ");
  return { name: complaint ?? longNames[0], letter, longNames, argument, apply };
}

function address(names: string, name: AddressName): OptionRule {
  return rule(names, (parser, text) => parser.address(name, text), "required", name);
}

function nat(names: string, field: "sourceNat" | "destinationNat" | "anyNat"): OptionRule {
  const name = names.split(" ")[1];
  return rule(
    names,
    (parser) => {
      const text = parser.operand();
      parser.options[field] = text === undefined ? ANY_NAT : parser.nat(name, text);
    },
    "optional",
  );
}

function numeric(names: string, field: "zone" | "origZone" | "replyZone" | "id", mask: number): OptionRule {
  return rule(
    names,
    ({ options }, text) => void (options[field] = (parseNumber(text) & mask) >>> 0),
    "required",
  );
}

/** Nothing becomes of these: what they are about is refused as a whole, or is not there. */
const nothing = (): void => {};

/** In the order in which long names are looked up. */
const RULES: readonly OptionRule[] = [
  address("s orig-src src", "src"),
  address("d orig-dst dst", "dst"),
  address("r reply-src", "reply-src"),
  address("q reply-dst", "reply-dst"),
  rule("p protonum", (parser, text) => parser.protocol(text)),
  rule("t timeout", ({ options }, text) => void (options.timeout = decimal(text) >>> 0)),
  rule("u status", (parser, text) => parser.status(text)),
  rule("z zero", nothing, "none"),
  rule("e event-mask", ({ options, say }, text) => void (options.eventMask |= parseEvents(text, say))),
  rule("[ tuple-src", (parser, text) => parser.familyOf("tuple-src", text)),
  rule("] tuple-dst", (parser, text) => parser.familyOf("tuple-dst", text)),
  rule("{ mask-src", (parser, text) => parser.mask("mask-src", text)),
  rule("} mask-dst", (parser, text) => parser.mask("mask-dst", text)),
  rule("a nat-range", ({ say }) => say("WARNING: ignoring -a, deprecated option."), "required", ""),
  rule("m mark", ({ options }, text) => void (options.mark = options.kernelMark = maskedValue(text))),
  rule("c secmark", nothing),
  numeric("i id", "id", 0xffffffff),
  rule("f family", (parser, text) => parser.familyNamed(text)),
  nat("n src-nat", "sourceNat"),
  nat("g dst-nat", "destinationNat"),
  rule("o output", (parser, text) => parser.output(text)),
  rule("b buffer-size", ({ options }, text) => void (options.bufferSize = decimal(text) >>> 0)),
  nat("j any-nat", "anyNat"),
  numeric("w zone", "zone", 0xffff),
  rule("l label", (parser, text) => parser.label(text)),
  rule("< label-add", (parser, text) => parser.label(text)),
  rule("> label-del", (parser) => parser.label(parser.operand()), "optional"),
  numeric("( orig-zone", "origZone", 0xffff),
  numeric(") reply-zone", "replyZone", 0xffff),
];

const COMMANDS: readonly (readonly [Command, string])[] = [
  ["L", "dump"],
  ["I", "create"],
  ["A", "add"],
  ["D", "delete"],
  ["U", "update"],
  ["G", "get"],
  ["F", "flush"],
  ["E", "event"],
  ["C", "counter"],
  ["S", "stats"],
  ["V", "version"],
  ["h", "help"],
];
const COMMAND_LETTERS: ReadonlySet<string> = new Set(COMMANDS.map(([letter]) => letter));
const WITHOUT_ARGUMENT: ReadonlySet<string> = new Set(["S", "V", "h"]);

const argumentOf = (command: Command): Argument => (WITHOUT_ARGUMENT.has(command) ? "none" : "optional");

const LETTERS: ReadonlyMap<string, Argument> = new Map<string, Argument>([
  ...COMMANDS.map(([letter]) => [letter, argumentOf(letter)] as const),
  ...RULES.map(({ letter, argument }) => [letter, argument] as const),
]);
/** `--id` alone may be without an argument as a long option. */
const LONG_NAMES: readonly LongName[] = [
  ...COMMANDS.map(([key, name]): LongName => ({ name, key, argument: argumentOf(key) })),
  ...RULES.flatMap(({ longNames, letter, argument }) =>
    longNames.map(
      (name): LongName => ({ name, key: letter, argument: name === "id" ? "optional" : argument }),
    ),
  ),
];
const RULE_OF: ReadonlyMap<string, OptionRule> = new Map(RULES.map((found) => [found.letter, found]));

const TABLES: readonly Table[] = ["expect", "conntrack", "dying", "unconfirmed"];

function maskedValue(text: string): MaskedValue {
  const [value, mask] = text.split("/", 2);
  return {
    value: parseNumber(value) >>> 0,
    mask: mask === undefined ? 0xffffffff : parseNumber(mask) >>> 0,
  };
}

class Parser {
  readonly options = new Options();
  readonly say: (line: string) => void;
  private readonly sys: SystemCalls;
  private readonly getopt: Getopt;
  /** How many protocols were named: options are those of the first of a name, and count for the last. */
  private protocols = 0;

  constructor(argv: readonly string[], { sys, say }: Surroundings) {
    this.getopt = new Getopt(argv, LETTERS, LONG_NAMES);
    this.sys = sys;
    this.say = say;
  }

  parse(): Options {
    for (;;) {
      const found = this.getopt.next();
      if (found === undefined) return this.options;
      if (COMMAND_LETTERS.has(found.key)) this.command(found);
      else this.option(found);
    }
  }

  operand(): string | undefined {
    return this.attached ? undefined : this.getopt.operand();
  }

  private attached = false;

  private command({ key, argument }: Found): void {
    const { options } = this;
    const name = argument === undefined ? this.getopt.operand() : undefined;
    const table = name === undefined ? "conntrack" : TABLES.find((known) => known.startsWith(name));
    if (table === undefined) return wrong(`unknown type \`${name}'`);
    const command = COMMANDS.find(([letter]) => letter === key)?.[0] ?? "h";
    const special = table === "dying" || table === "unconfirmed";
    if (special && command !== "L") wrong("Can't do that command with tables `dying' and `unconfirmed'");
    if (table === "expect" && command === "U") wrong("Can't do --update on expectations");
    if (options.command !== undefined) wrong("Invalid commands combination");
    options.command = command;
    options.table = table;
  }

  private option({ key, argument }: Found): void {
    const found = RULE_OF.get(key);
    if (found === undefined) return this.protocolOption(key, argument ?? "");
    if (found.name !== "") this.options.given.add(found.name);
    this.attached = argument !== undefined;
    found.apply(this, argument ?? "");
  }

  private protocolOption(key: string, argument: string): void {
    const [index, name] = key.split(" ", 2);
    if (Number(index) !== this.protocols) return;
    const option = this.options.protocol?.options.find((known) => known.name === name);
    if (option !== undefined) this.options.proto.set(name, option.parse(argument));
  }

  protocol(text: string): void {
    const protocol = protocolNamed(text) ?? this.otherProtocol(text);
    this.options.protocol = protocol;
    const index = ++this.protocols;
    this.getopt.add(
      protocol.options.flatMap(({ name, aliases }) =>
        aliases.map((alias): LongName => ({ name: alias, argument: "required", key: `${index} ${name}` })),
      ),
    );
  }

  private otherProtocol(text: string): Protocol {
    const digits = /^\d+$/.test(text) && Number(text) <= 255;
    const number = digits ? Number(text) : new NameFiles(this.sys).protocolByName(text);
    if (number === undefined || text === "all") return wrong(`\`${text}' unsupported protocol`);
    return protocolNumbered(number);
  }

  private setFamily(family: number): void {
    const { options } = this;
    if (options.family !== 0 && options.family !== family) wrong("mismatched address family");
    options.family = family;
  }

  private readonly seeAddress = (bytes: Uint8Array): void => this.setFamily(bytes.length === 4 ? 2 : 10);

  /** An address that counts for the family alone. */
  familyOf(name: string, text: string): void {
    parseWhole(name, text, this.seeAddress);
  }

  address(name: AddressName, text: string): void {
    const reply = name === "reply-src" || name === "reply-dst";
    const network = reply ? parseWhole(name, text, this.seeAddress) : parseNetwork(text, this.seeAddress);
    this.options.addresses[name] = network;
    if (!isWhole(network)) this.options.given.add(`mask-${name}`);
  }

  mask(name: MaskName, text: string): void {
    this.options.masks[name] = parseWhole(name, text, this.seeAddress);
  }

  nat(name: string, text: string): NatOption {
    return parseNat(name, text, this.seeAddress);
  }

  status(text: string): void {
    const { set, unset } = this.options.status;
    const status = parseStatus(text, this.say);
    this.options.status = { set: set | status.set, unset: unset | status.unset };
    // Debian's program keeps it where the mark is, too: of both, what is given last counts as the mark
    this.options.mark = { ...this.options.mark, value: status.set & ~IPS_CONFIRMED };
  }

  output(text: string): void {
    const output = parseOutput(text, this.options.output, this.say);
    this.options.output = output;
    if (output.labels) this.seekLabels();
    const { save, userspace, ...others } = output;
    if (save && Object.values(others).some((flag) => flag))
      stop(OTHER_PROBLEM, "cannot combine save output with any other output type, use -o save only");
  }

  familyNamed(text: string): void {
    if (!/^ipv[46]/.test(text)) wrong(`\`${text}' unsupported protocol`);
    this.setFamily(text.startsWith("ipv4") ? 2 : 10);
  }

  /** Labels have names only where /etc/xtables/connlabel.conf gives them some. */
  private seekLabels(): void {
    this.say("nfct_labelmap_new: No such file or directory");
  }

  label(text: string | undefined): void {
    const { given } = this.options;
    this.seekLabels();
    if (given.has("label-add") && given.has("label-del"))
      stop(OTHER_PROBLEM, "cannot use --label-add and --label-del at the same time");
    if (text !== undefined) wrong(`unknown label '${text.split(",")[0]}'`);
  }
}

/** Reads a command line. Mistakes end it (`ConntrackFailure`). */
export function parseOptions(argv: readonly string[], surroundings: Surroundings): Options {
  return new Parser(argv, surroundings).parse();
}
