/** The program's own options, which commands they go with, and the letters of commands and options in errors. */
import type { BaseOption } from "./getopt.ts";

export const LETTERS = "A:C:D:E:F::I:L::M:N:P:VX::Z::c:d:i:j:o:p:s:t:R:S::W::46bfg:h::m:nvw::x";

function option(name: string, argument: BaseOption["argument"], letter: string): BaseOption {
  return { name, argument, letter };
}

export const LONG_OPTIONS: readonly BaseOption[] = [
  option("append", "required", "A"),
  option("delete", "required", "D"),
  option("check", "required", "C"),
  option("insert", "required", "I"),
  option("replace", "required", "R"),
  option("list", "optional", "L"),
  option("list-rules", "optional", "S"),
  option("flush", "optional", "F"),
  option("zero", "optional", "Z"),
  option("new-chain", "required", "N"),
  option("delete-chain", "optional", "X"),
  option("rename-chain", "required", "E"),
  option("policy", "required", "P"),
  option("source", "required", "s"),
  option("destination", "required", "d"),
  option("src", "required", "s"),
  option("dst", "required", "d"),
  option("protocol", "required", "p"),
  option("in-interface", "required", "i"),
  option("jump", "required", "j"),
  option("table", "required", "t"),
  option("match", "required", "m"),
  option("numeric", "none", "n"),
  option("out-interface", "required", "o"),
  option("verbose", "none", "v"),
  option("wait", "optional", "w"),
  option("wait-interval", "optional", "W"),
  option("exact", "none", "x"),
  option("fragments", "none", "f"),
  option("version", "none", "V"),
  option("help", "optional", "h"),
  option("line-numbers", "none", "0"),
  option("modprobe", "required", "M"),
  option("set-counters", "required", "c"),
  option("goto", "required", "g"),
  option("ipv4", "none", "4"),
  option("ipv6", "none", "6"),
];

/** Commands, as bits; the order is that of the letters in errors. */
export const CMD_INSERT = 1 << 0;
export const CMD_DELETE = 1 << 1;
export const CMD_DELETE_NUM = 1 << 2;
export const CMD_REPLACE = 1 << 3;
export const CMD_APPEND = 1 << 4;
export const CMD_LIST = 1 << 5;
export const CMD_FLUSH = 1 << 6;
export const CMD_ZERO = 1 << 7;
export const CMD_NEW_CHAIN = 1 << 8;
export const CMD_DELETE_CHAIN = 1 << 9;
export const CMD_SET_POLICY = 1 << 10;
export const CMD_RENAME_CHAIN = 1 << 11;
export const CMD_LIST_RULES = 1 << 12;
export const CMD_ZERO_NUM = 1 << 13;
export const CMD_CHECK = 1 << 14;
const COMMAND_LETTERS = "IDDRALFZNXPESZC";

export function commandLetter(command: number): string {
  return COMMAND_LETTERS[31 - Math.clz32(command)];
}

/** Options, as bits, in the order in which commands are asked about them. */
export const OPT_NUMERIC = 1 << 0;
export const OPT_SOURCE = 1 << 1;
export const OPT_DESTINATION = 1 << 2;
export const OPT_PROTOCOL = 1 << 3;
export const OPT_JUMP = 1 << 4;
export const OPT_VERBOSE = 1 << 5;
export const OPT_EXPANDED = 1 << 6;
export const OPT_VIANAMEIN = 1 << 7;
export const OPT_VIANAMEOUT = 1 << 8;
export const OPT_LINENUMBERS = 1 << 9;
export const OPT_COUNTERS = 1 << 10;
export const OPT_FRAGMENT = 1 << 11;
const OPTION_LETTERS = "nsdpjvxio0cf";

export function optionLetter(option: number): string {
  return OPTION_LETTERS[Math.clz32(1) - Math.clz32(option)];
}

const RULE = OPT_NUMERIC | OPT_EXPANDED | OPT_LINENUMBERS;
const ALL_BUT_VERBOSE = ((1 << 12) - 1) & ~OPT_VERBOSE;
/** What a command refuses, by the bit of the command. */
const ILLEGAL: Readonly<Record<number, number>> = {
  [CMD_INSERT]: RULE,
  [CMD_DELETE]: RULE | OPT_COUNTERS,
  [CMD_REPLACE]: RULE,
  [CMD_APPEND]: RULE,
  [CMD_CHECK]: RULE | OPT_COUNTERS,
  [CMD_LIST]: ALL_BUT_VERBOSE & ~(OPT_NUMERIC | OPT_EXPANDED | OPT_LINENUMBERS),
  [CMD_SET_POLICY]: ALL_BUT_VERBOSE & ~OPT_COUNTERS,
};

/** The first option that none of the commands takes; 0 when there is none. */
export function illegalOption(commands: number, options: number): number {
  for (let option = 1; option <= OPT_FRAGMENT; option <<= 1) {
    if (!(options & option)) continue;
    let refused = false;
    let taken = false;
    for (let command = 1; command <= CMD_CHECK; command <<= 1) {
      if (!(commands & command)) continue;
      if ((ILLEGAL[command] ?? ALL_BUT_VERBOSE) & option) refused = true;
      else taken = true;
    }
    if (refused && !taken) return option;
  }
  return 0;
}
