/**
 * The registry of /proc/sys: every entry has an effect, or is not there.
 *
 * Two shapes: a table at a fixed directory (`net/ipv4`), and a table that is repeated under a directory per key, such as
 * `net/ipv4/conf/<device>`. Values are computed when read; a namespace costs nothing until somebody looks.
 *
 * Source: `kernel/sysctl.c` (`proc_dointvec*`: how numbers are parsed and refused).
 */
import { EINVAL } from "../../../errno.ts";
import type { Net } from "../net.ts";

/** One entry. `key` is the directory's key ("eth0", "all", …), or "" in a fixed directory. */
export interface SysctlEntry {
  readonly mode: number;
  /** Not there in other namespaces than the first. */
  readonly firstOnly?: boolean;
  /** Other namespaces than the first see it and cannot write it. */
  readonly firstWrites?: true;
  /** The text without its final newline, or a negative error. */
  read(net: Net, key: string): string | number;
  /** White space at the end counts: only the newline is taken away. */
  readonly exact?: true;
  /** `text` is what was written, without trailing white space unless {@link exact}. @returns 0 or a negative error */
  write?(net: Net, key: string, text: string): number;
}

/** The files of a directory, by name. */
export type SysctlTable = Readonly<Record<string, SysctlEntry>>;

/** A table, and where it appears. */
export interface SysctlDirectory {
  readonly table: SysctlTable;
  /** Keys of the directories at present; undefined for a fixed directory. */
  readonly keys: ((net: Net) => string[]) | undefined;
  /** Whether the table is seen in every namespace; else only in the initial one. */
  readonly everywhere: boolean;
}

/** All entries of a box by path, and those that each device brings. */
export class SysctlRegistry {
  private readonly directories = new Map<string, SysctlDirectory>();

  /** Adds entries to a fixed directory, e.g. `"net/ipv4"`. */
  register(path: string, table: SysctlTable, everywhere = true): void {
    const present = this.directories.get(path);
    this.directories.set(path, { table: { ...present?.table, ...table }, keys: undefined, everywhere });
  }

  /** Adds a directory whose sub-directories all have the same entries, e.g. `"net/ipv4/conf"` with one key a device. */
  registerKeyed(path: string, keys: (net: Net) => string[], table: SysctlTable): void {
    this.directories.set(path, { table, keys, everywhere: true });
  }

  /** All directories by path. */
  entries(): ReadonlyMap<string, SysctlDirectory> {
    return this.directories;
  }
}

/** A number of as many characters, with its sign and prefix, is refused whatever its value is (`proc_get_long`). */
export const MOST_CHARACTERS = 21;

function matchNumber(text: string): RegExpExecArray | null {
  const match = /^\s*(-?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)(\s|$)/.exec(text);
  return match === null || match[1].length + match[2].length >= MOST_CHARACTERS ? null : match;
}

/** As {@link parseSysctlInteger}, of any size that 64 bits hold. */
export function parseSysctlLong(text: string): bigint | undefined {
  const match = matchNumber(text);
  if (!match) return undefined;
  const digits = match[2];
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits);
  if (value >> 64n !== 0n) return undefined;
  return match[1] === "-" ? -value : value;
}

/** Parses one integer as `proc_dointvec` does: decimal, 0x or 0 prefix, a sign; undefined when Linux says EINVAL. */
export function parseSysctlInteger(text: string): number | undefined {
  const match = matchNumber(text);
  if (!match) return undefined;
  const digits = match[2];
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return match[1] === "-" ? -value : value;
}

/** An integer entry; out of `[min, max]` is EINVAL (`proc_dointvec_minmax`). */
export function integerSysctl(
  get: (net: Net, key: string) => number,
  set?: (net: Net, key: string, value: number) => number | undefined,
  min = -2147483648,
  max = 2147483647,
): SysctlEntry {
  const entry = { mode: set ? 0o644 : 0o444, read: (net: Net, key: string) => String(get(net, key)) };
  if (set === undefined) return entry;
  return {
    ...entry,
    write(net, key, text) {
      const value = parseSysctlInteger(text);
      if (value === undefined || value < min || value > max) return -EINVAL;
      return set(net, key, value) ?? 0;
    },
  };
}
