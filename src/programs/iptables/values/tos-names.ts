/** The type of service by name, value or value with mask. */
import type { OptionValue, ReadCall } from "../extension/option-value.ts";
import { numberPrefix, UINT8_MAX } from "./parse-number.ts";

const NAMES: readonly (readonly [string, number])[] = [
  ["Minimize-Delay", 0x10],
  ["Maximize-Throughput", 0x08],
  ["Maximize-Reliability", 0x04],
  ["Minimize-Cost", 0x02],
  ["Normal-Service", 0x00],
];
/** A name means the four bits that RFC 1349 had. */
const NAMED_MASK = 0x3f;

export function readTos(call: ReadCall, value: OptionValue): void {
  const { context, argument } = call;
  const number = numberPrefix(argument, 0n, UINT8_MAX);
  if (number) {
    const mask = number.rest.startsWith("/") ? numberPrefix(number.rest.slice(1), 0n, UINT8_MAX) : undefined;
    if ((number.rest !== "" && mask === undefined) || (mask && mask.rest !== ""))
      return context.wrong(`Illegal value: "${argument}"`);
    value.number = Number(number.value);
    value.mask = mask ? Number(mask.value) : 0xff;
    return;
  }
  const named = NAMES.find(([name]) => name.toLowerCase() === argument.toLowerCase());
  if (!named) return context.wrong(`Symbolic name "${argument}" is unknown`);
  value.number = named[1];
  value.mask = NAMED_MASK;
}

/** The name of a value under the mask that names have; undefined when it has none. */
export function tosName(value: number, mask: number): string | undefined {
  return mask === NAMED_MASK ? NAMES.find(([, number]) => number === value)?.[0] : undefined;
}

/** `0x0f` */
export function hexByte(value: number): string {
  return `0x${value.toString(16).padStart(2, "0")}`;
}
