/** The classes of differentiated services by name. */
import type { OptionCall } from "../extension/extension.ts";

const AF_CLASSES = 4;
const AF_PRECEDENCES = 3;

function classes(): ReadonlyMap<string, number> {
  const found = new Map([
    ["BE", 0],
    ["EF", 0x2e],
  ]);
  for (let value = 0; value < 8; value++) found.set(`CS${value}`, value << 3);
  for (let value = 1; value <= AF_CLASSES; value++)
    for (let drop = 1; drop <= AF_PRECEDENCES; drop++)
      found.set(`AF${value}${drop}`, (value << 3) | (drop << 1));
  return found;
}

const CLASSES = classes();

/** The code point of a class, in any case; ends for what is none. */
export function dscpOfClass({ context, argument }: OptionCall): number {
  const value = CLASSES.get(argument.toUpperCase());
  return value === undefined ? context.wrong(`Invalid DSCP value \`${argument}'`) : value;
}
