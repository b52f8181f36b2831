/** `TOS`: changes the type of service under a mask. */
import type { Extension } from "../extension/extension.ts";
import { hexByte, tosName } from "../values/tos-names.ts";

const VALUE = 0;
const MASK = 1;
const SET = 0;
const AND = 1;
const OR = 2;
const XOR = 3;
const ANY = 0b1111;
const BYTE = 0xff;

export const TOS: Extension = {
  kind: "target",
  name: "TOS",
  revision: 1,
  size: 2,
  userSize: 2,
  // the name of a library stands in it for the program's version
  help: `
TOS target vlibxtables.so.12 options:
  --set-tos value[/mask]  Set Type of Service/Priority field to value
                          (Zero out bits in mask and XOR value into TOS)
  --set-tos symbol        Set TOS field (IPv4 only) by symbol
                          (this zeroes the 4-bit Precedence part!)
                          Accepted symbolic names for value are:
                            (0x10) 16 Minimize-Delay
                            (0x08)  8 Maximize-Throughput
                            (0x04)  4 Maximize-Reliability
                            (0x02)  2 Minimize-Cost
                            (0x00)  0 Normal-Service

  --and-tos bits          Binary AND the TOS value with bits
  --or-tos  bits          Binary OR the TOS value with bits
  --xor-tos bits          Binary XOR the TOS value with bits
`,
  options: [
    { name: "set-tos", id: SET, type: "tosmask", excl: ANY },
    { name: "and-tos", id: AND, type: "u8", excl: ANY },
    { name: "or-tos", id: OR, type: "u8", excl: ANY },
    { name: "xor-tos", id: XOR, type: "u8", excl: ANY },
  ],
  parse: ({ option: { id }, value, data }) => {
    data.set8(VALUE, id === AND ? 0 : value.number);
    data.set8(
      MASK,
      id === SET ? value.mask : id === AND ? ~value.number & BYTE : id === OR ? value.number : 0,
    );
  },
  check: ({ use, context }) => {
    if (!(use.flags & ANY)) return context.wrong("TOS: An action is required");
  },
  print: ({ data, numeric }) => {
    const value = data.u8(VALUE);
    const mask = data.u8(MASK);
    const name = tosName(value, mask);
    if (!numeric) {
      if (name !== undefined) return `  TOS set${name}`;
      if (value === 0) return ` TOS and ${hexByte(~mask & BYTE)}`;
      if (value === mask) return ` TOS or ${hexByte(value)}`;
      if (mask === 0) return ` TOS xor ${hexByte(value)}`;
    }
    return ` TOS set ${hexByte(value)}/${hexByte(mask)}`;
  },
  save: ({ data }) => ` --set-tos ${hexByte(data.u8(VALUE))}/${hexByte(data.u8(MASK))}`,
};
