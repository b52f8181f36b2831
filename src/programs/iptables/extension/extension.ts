/**
 * What a match or target is to the programs: its options, its structure, and how it is shown. One file each in `matches/` and
 * `targets/`; the programs find them by name and family ({@link Extensions}).
 */
import type { Context } from "../context.ts";
import type { RuleState } from "../rule-state.ts";
import type { OptionValue } from "./option-value.ts";
import type { Struct } from "./struct.ts";

/** How an option's argument is read (`enum xt_option_type`); `raw` leaves it to the extension. */
export type OptionType =
  | "none"
  | "raw"
  | "string"
  | "double"
  | "u8"
  | "u16"
  | "u32"
  | "u64"
  | "u8rc"
  | "u16rc"
  | "u32rc"
  | "u64rc"
  | "markmask32"
  | "syslogLevel"
  | "host"
  | "hostmask"
  | "plenmask"
  | "plen"
  | "protocol"
  | "port"
  | "portrc"
  | "ethermac"
  | "tosmask";

/** One option of an extension: `struct xt_option_entry`. */
export interface OptionSpec {
  readonly name: string;
  /** Bit of {@link ExtensionUse.flags} that says that it was given; names that share one are synonyms. */
  readonly id: number;
  readonly type: OptionType;
  /** Smallest and largest number, or length of a text. */
  readonly min?: number;
  readonly max?: number;
  /** May stand behind `!`. */
  readonly invert?: boolean;
  /** Must be given. */
  readonly mandatory?: boolean;
  /** May be given more than once. */
  readonly multi?: boolean;
  /** How many bytes of a text are put; what is longer is cut. */
  readonly room?: number;
  /** Where the value is put; {@link networkOrder} says in which byte order. */
  readonly put?: number;
  readonly networkOrder?: boolean;
  /** Ids, as bits, of which at least all must be given too, or none. */
  readonly also?: number;
  readonly excl?: number;
}

/** An option that was met on the command line. */
export interface OptionCall {
  readonly option: OptionSpec;
  readonly argument: string;
  readonly invert: boolean;
  readonly use: ExtensionUse;
  readonly data: Struct;
  readonly value: OptionValue;
  readonly context: Context;
  readonly rule: RuleState;
  /** The next word of the command line, taken; undefined at its end. For options of type `raw`. */
  next(): string | undefined;
}

/** What the last check of an extension sees. */
export interface CheckCall {
  readonly use: ExtensionUse;
  readonly data: Struct;
  readonly context: Context;
  readonly rule: RuleState;
}

/** What a printing extension may ask for. */
export interface PrintCall {
  readonly data: Struct;
  readonly context: Context;
  /** `-n`. */
  readonly numeric: boolean;
  readonly rule: RuleState;
}

export interface Extension {
  readonly kind: "match" | "target";
  readonly name: string;
  /** The kernel's name, when it is another one. */
  readonly realName?: string;
  readonly revision: number;
  /** `AF_INET`, `AF_INET6`, or undefined for both. */
  readonly family?: number;
  /** Size of the structure, before it is rounded up. */
  readonly size: number;
  /** How much of it is the program's: what `-D` compares. */
  readonly userSize: number;
  /** What `-h` prints. */
  readonly help: string;
  readonly options: readonly OptionSpec[];
  init?(data: Struct, context: Context): void;
  /** Called for each option after its value was read. */
  parse?(call: OptionCall): void;
  /** Called when the command line is at its end. */
  check?(call: CheckCall): void;
  /** As `-L` shows it: with a blank before each word. */
  print?(call: PrintCall): string;
  /** As `-S` shows it behind its name: with a blank before each word. */
  save?(call: PrintCall): string;
  /** The name that this structure is listed under, when it can be another one. */
  alias?(data: Struct): string;
}

/** A match or target in a rule. */
export interface ExtensionUse {
  readonly extension: Extension;
  readonly data: Struct;
  /** Ids of the options that were given, as bits (`mflags`, `tflags`). */
  flags: number;
}
