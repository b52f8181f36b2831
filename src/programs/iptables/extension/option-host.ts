/** Options whose argument is a host: one address, with or without a mask. */
import { AF_INET } from "../../../kernel.ts";
import { inetAton, resolve } from "../../lib/resolver.ts";
import { prefixLength, prefixMask } from "../family.ts";
import { hostAddresses, parseMask } from "../values/address.ts";
import type { OptionValue, ReadCall } from "./option-value.ts";

/** `XTTYPE_HOST`: one address. */
export function readHost(call: ReadCall, value: OptionValue): void {
  value.address = oneAddress(call, call.argument);
  if (call.option.put !== undefined) call.data.set(call.option.put, value.address);
}

/** `XTTYPE_HOSTMASK`: one address, and a mask behind a slash. */
export function readHostMask(call: ReadCall, value: OptionValue): void {
  const slash = call.argument.indexOf("/");
  value.address = oneAddress(call, slash < 0 ? call.argument : call.argument.slice(0, slash));
  if (slash < 0) return;
  const mask = maskOf(call, call.argument.slice(slash + 1));
  if (!mask)
    return call.context.wrong(
      `${call.extension}: bad value for option "--${call.option.name}", neither a valid network mask nor valid CIDR (0-${call.context.family.addressLength * 8}).\n`,
    );
  value.addressMask = mask;
  value.bits = prefixLength(mask);
}

function oneAddress(call: ReadCall, text: string): Uint8Array {
  const four = call.context.family.number === AF_INET ? inetAton(text) : undefined;
  if (four !== undefined) return Uint8Array.of(four >>> 24, four >>> 16, four >>> 8, four);
  const found = hostAddresses(call.context, text);
  if (!found) return call.context.wrong(`getaddrinfo: ${reason(call, text)}\n`);
  if (found.length > 1) return call.context.wrong(`${text} resolves to more than one address\n`);
  return found[0];
}

/** A mask that is none of a prefix, as an address too large for one, counts as that of a single host. */
function maskOf({ context }: ReadCall, text: string): Uint8Array | undefined {
  const { family } = context;
  const whole = prefixMask(family.addressLength * 8, family.addressLength);
  const mask = parseMask(family, text);
  if (mask) return prefixLength(mask) < 0 ? whole : mask;
  return family.number === AF_INET && inetAton(text) !== undefined ? whole : undefined;
}

function reason({ context }: ReadCall, text: string): string {
  const found = resolve(context.process.sys, text, context.family.number);
  return typeof found === "string" ? found : "Name or service not known";
}
