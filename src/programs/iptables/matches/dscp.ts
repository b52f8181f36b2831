/** `dscp`: the code point of differentiated services, by number or class. */

import type { Extension } from "../extension/extension.ts";
import { dscpOfClass } from "../values/dscp-classes.ts";
import { hexByte } from "../values/tos-names.ts";

const VALUE = 0;
const INVERT = 1;
const DSCP = 0;
const CLASS = 1;
const ANY = 0b11;

export const dscp: Extension = {
  kind: "match",
  name: "dscp",
  revision: 0,
  size: 2,
  userSize: 2,
  help: `
dscp match options
[!] --dscp value		Match DSCP codepoint with numerical value
  		                This value can be in decimal (ex: 32)
               		or in hex (ex: 0x20)
[!] --dscp-class name		Match the DiffServ class. This value may
				be any of the BE,EF, AFxx or CSx classes

				These two options are mutually exclusive !
`,
  options: [
    { name: "dscp", id: DSCP, type: "u8", max: 0x3f, excl: ANY, put: VALUE, invert: true },
    { name: "dscp-class", id: CLASS, type: "string", excl: ANY, invert: true },
  ],
  parse: (call) => {
    const { option, data, invert } = call;
    if (option.id === CLASS) data.set8(VALUE, dscpOfClass(call));
    if (invert) data.set8(INVERT, 1);
  },
  check: ({ use, context }) => {
    if (use.flags === 0) return context.wrong("DSCP match: Parameter --dscp is required");
  },
  print: ({ data }) => ` DSCP match ${data.u8(INVERT) ? "!" : ""}${hexByte(data.u8(VALUE))}`,
  save: ({ data }) => `${data.u8(INVERT) ? " !" : ""} --dscp ${hexByte(data.u8(VALUE))}`,
};
