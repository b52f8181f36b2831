/** Numbers with masks, or names of one of iproute2's files: `xtables_parse_val_mask`, `xtables_print_val_mask`. */
import type { Context } from "../context.ts";
import { numberPrefix, UINT32_MAX } from "./parse-number.ts";

const ALL = 0xffffffff;
const RANGE = "or out of range (0-4294967295).\n";

/** @param what extension and option, as errors call them @param file in /etc/iproute2 @returns value and mask */
export function parseNamedMask(
  context: Context,
  argument: string,
  what: { readonly extension: string; readonly option: string },
  file: string,
): readonly [value: number, mask: number] {
  const { extension, option } = what;
  const found = numberPrefix(argument, 0n, UINT32_MAX);
  if (found === undefined) {
    const named = context.names.iproute2Number(file, argument);
    if (named !== undefined) return [named, ALL];
    return context.wrong(
      `${extension}: could not map name ${argument} to an integer value for option "--${option}".\n`,
    );
  }
  if (found.rest === "") return [Number(found.value), ALL];
  const mask = found.rest.startsWith("/") ? numberPrefix(found.rest.slice(1), 0n, UINT32_MAX) : undefined;
  if (mask === undefined || mask.rest !== "")
    return context.wrong(`${extension}: bad mask value for option "--${option}", ${RANGE}`);
  return [Number(found.value), Number(mask.value)];
}

/** `0x3`, `0x3/0xff` or a name. */
export function namedMaskText(
  context: Context,
  file: string,
  value: number,
  mask: number,
  numeric: boolean,
): string {
  const hex = `0x${value.toString(16)}`;
  if (mask !== ALL) return `${hex}/0x${mask.toString(16)}`;
  return (numeric ? undefined : context.names.iproute2Name(file, value)) ?? hex;
}
