/** Finds matches and targets by name. */
import type { Context } from "../context.ts";
import { MATCHES } from "../matches/index.ts";
import { TARGETS } from "../targets/index.ts";
import type { Extension, ExtensionUse } from "./extension.ts";
import { Struct, textLength } from "./struct.ts";
import { UNSUPPORTED_MATCHES, UNSUPPORTED_TARGETS } from "./unsupported.ts";

/** `XT_EXTENSION_MAXNAMELEN`: with the NUL. */
export const MAX_NAME = 29;
/** Names under which matches are also asked for. */
const SYNONYMS: Readonly<Record<string, string>> = {
  icmpv6: "icmp6",
  "ipv6-icmp": "icmp6",
  "ipv6-mh": "mh",
};

function find(list: readonly Extension[], name: string, family: number): Extension | undefined {
  return (
    list.find((extension) => extension.name === name && extension.family === family) ??
    list.find((extension) => extension.name === name && extension.family === undefined)
  );
}

/** The match of a name; undefined when there is none. Ends for one that Debian has and that is not built here. */
export function findMatch(context: Context, name: string): Extension | undefined {
  const wanted = SYNONYMS[name] ?? name;
  const found = find(MATCHES, wanted, context.family.number);
  if (!found && UNSUPPORTED_MATCHES.has(wanted))
    return context.problem(`match "${wanted}" is not supported here`);
  return found;
}

/** A match that must be there. */
export function needMatch(context: Context, name: string): Extension {
  if (textLength(name) >= MAX_NAME)
    return context.wrong(`Invalid match name "${name}" (${MAX_NAME - 1} chars max)`);
  const found = findMatch(context, name);
  if (!found) return context.wrong(`Couldn't load match \`${name}':No such file or directory\n`);
  return found;
}

/** The target of a name; undefined when it may be a chain's. */
export function findTarget(context: Context, name: string): Extension | undefined {
  if (UNSUPPORTED_TARGETS.has(name)) return context.problem(`target "${name}" is not supported here`);
  return find(TARGETS, name, context.family.number);
}

/** The match of a rule that the kernel has; undefined when this program does not know it. */
export function knownMatch(name: string, family: number): Extension | undefined {
  return find(MATCHES, name, family);
}

export function knownTarget(name: string, family: number): Extension | undefined {
  return find(TARGETS, name, family);
}

/** A match or target for a new rule. */
export function use(extension: Extension, context: Context): ExtensionUse {
  const data = Struct.ofSize(extension.size);
  extension.init?.(data, context);
  return { extension, data, flags: 0 };
}

/** Whether a chain can not have this name: that of a target, of which the standard one has none. */
export function isTargetName(name: string, family: number): boolean {
  return name === "" || UNSUPPORTED_TARGETS.has(name) || knownTarget(name, family) !== undefined;
}
