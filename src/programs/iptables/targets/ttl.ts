/** `TTL` and `HL`: set, raise or lower the hops that are left. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import type { Extension } from "../extension/extension.ts";

const MODE = 0;
const VALUE = 1;
const SET = 0;
const INC = 1;
const DEC = 2;

function hops(name: string, family: number, help: string): Extension {
  const option = name.toLowerCase();
  const excl = 0b111;
  return {
    kind: "target",
    name,
    family,
    revision: 0,
    size: 2,
    userSize: 2,
    help,
    options: [
      { name: `${option}-set`, id: SET, type: "u8", excl, put: VALUE },
      { name: `${option}-dec`, id: DEC, type: "u8", min: 1, excl, put: VALUE },
      { name: `${option}-inc`, id: INC, type: "u8", min: 1, excl, put: VALUE },
    ],
    parse: ({ option: { id }, data }) => data.set8(MODE, id),
    check: ({ use, context }) => {
      if (!(use.flags & excl)) return context.wrong(`${name}: You must specify an action`);
    },
    print: ({ data }) => {
      const word = ["set to", "increment by", "decrement by"][data.u8(MODE)];
      return ` ${name} ${word} ${data.u8(VALUE)}`;
    },
    save: ({ data }) => ` --${option}-${["set", "inc", "dec"][data.u8(MODE)]} ${data.u8(VALUE)}`,
  };
}

export const TTL = hops(
  "TTL",
  AF_INET,
  `
TTL target options
  --ttl-set value		Set TTL to <value 0-255>
  --ttl-dec value		Decrement TTL by <value 1-255>
  --ttl-inc value		Increment TTL by <value 1-255>
`,
);
export const HL = hops(
  "HL",
  AF_INET6,
  `
HL target options
  --hl-set value		Set HL to <value 0-255>
  --hl-dec value		Decrement HL by <value 1-255>
  --hl-inc value		Increment HL by <value 1-255>
`,
);
