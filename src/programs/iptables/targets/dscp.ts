/** `DSCP`: sets the code point of differentiated services. */

import type { Extension } from "../extension/extension.ts";
import { dscpOfClass } from "../values/dscp-classes.ts";
import { hexByte } from "../values/tos-names.ts";

const VALUE = 0;
const SET = 0;
const SET_CLASS = 1;
const ANY = 0b11;

export const DSCP: Extension = {
  kind: "target",
  name: "DSCP",
  revision: 0,
  size: 1,
  userSize: 1,
  help: `
DSCP target options
  --set-dscp value		Set DSCP field in packet header to value
  		                This value can be in decimal (ex: 32)
               		or in hex (ex: 0x20)
  --set-dscp-class class	Set the DSCP field in packet header to the
				value represented by the DiffServ class value.
				This class may be EF,BE or any of the CSxx
				or AFxx classes.

				These two options are mutually exclusive !
`,
  options: [
    { name: "set-dscp", id: SET, type: "u8", max: 0x3f, excl: ANY, put: VALUE },
    { name: "set-dscp-class", id: SET_CLASS, type: "string", excl: ANY },
  ],
  parse: (call) => {
    if (call.option.id === SET_CLASS) call.data.set8(VALUE, dscpOfClass(call));
  },
  check: ({ use, context }) => {
    if (use.flags === 0) return context.wrong("DSCP target: Parameter --set-dscp is required");
  },
  print: ({ data }) => ` DSCP set ${hexByte(data.u8(VALUE))}`,
  save: ({ data }) => ` --set-dscp ${hexByte(data.u8(VALUE))}`,
};
