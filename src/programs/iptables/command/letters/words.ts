/** Words of the command line that name something: protocols, targets, chains, interfaces. */
import type { Context } from "../../context.ts";
import { isTargetName, MAX_NAME } from "../../extension/extensions.ts";
import { textLength } from "../../extension/struct.ts";
import { interfaceWord } from "../../values/interface-name.ts";
import { UINT8_MAX, wholeNumber } from "../../values/parse-number.ts";

/** Matches by protocol: how libxtables names the protocols that it knows. */
export const PROTOCOL_MATCHES: Readonly<Record<number, string>> = {
  1: "icmp",
  6: "tcp",
  17: "udp",
  50: "esp",
  51: "ah",
  58: "icmp6",
  132: "sctp",
  135: "mh",
  136: "udplite",
};

export function parseProtocol(context: Context, text: string): number {
  const number = wholeNumber(text, 0n, UINT8_MAX);
  const protocol = number === undefined ? context.names.protocolByName(text) : Number(number);
  if (protocol === undefined) return context.wrong(`unknown protocol "${text}" specified`);
  return protocol;
}

/** `xt_parse_target`. */
export function targetName(context: Context, name: string): string {
  if (name === "") return context.wrong("Invalid target name (too short)");
  if (textLength(name) >= MAX_NAME)
    return context.wrong(`Invalid target name \`${name}' (${MAX_NAME - 1} chars max)`);
  if (/[ \t\n\v\f\r]/.test(name)) return context.wrong(`Invalid target name \`${name}'`);
  return name;
}

/** Verdicts, which are targets that are always loaded. */
const VERDICTS: ReadonlySet<string> = new Set(["", "ACCEPT", "DROP", "QUEUE", "RETURN"]);

/**
 * `parse_chain`.
 * @param loads whether a target of that name is looked for where it is not loaded, as for `-N`, but not in files that are restored
 */
export function checkNewChain(context: Context, name: string, loads = true): void {
  if (textLength(name) >= MAX_NAME)
    return context.wrong(`chain name \`${name}' too long (must be under ${MAX_NAME} chars)`);
  if (name.startsWith("-") || name.startsWith("!"))
    return context.wrong(`chain name not allowed to start with \`${name[0]}'`);
  if (VERDICTS.has(name) || (loads && isTargetName(name, context.family.number)))
    return context.wrong("chain name may not clash with target name");
  if (/[ \t\n\v\f\r]/.test(name)) return context.wrong(`Invalid chain name \`${name}'`);
}

export function interfaceArgument(context: Context, name: string): string {
  if (name === "") return context.wrong("Empty interface is likely to be undesired");
  return interfaceWord(context, name);
}
