/** `tos`: the type of service under a mask, by number or name. */
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { hexByte, tosName } from "../values/tos-names.ts";

const MASK = 0;
const VALUE = 1;
const INVERT = 2;

const numbers = (data: Struct): string => `${hexByte(data.u8(VALUE))}/${hexByte(data.u8(MASK))}`;

export const tos: Extension = {
  kind: "match",
  name: "tos",
  revision: 1,
  size: 3,
  userSize: 3,
  help: `
tos match options:
[!] --tos value[/mask]    Match Type of Service/Priority field value
[!] --tos symbol          Match TOS field (IPv4 only) by symbol
                          Accepted symbolic names for value are:
                          (0x10) 16 Minimize-Delay
                          (0x08)  8 Maximize-Throughput
                          (0x04)  4 Maximize-Reliability
                          (0x02)  2 Minimize-Cost
                          (0x00)  0 Normal-Service

`,
  options: [{ name: "tos", id: 0, type: "tosmask", invert: true, mandatory: true }],
  parse: ({ data, value, invert }) => {
    data.set8(VALUE, value.number);
    data.set8(MASK, value.mask);
    if (invert) data.set8(INVERT, 1);
  },
  print: ({ data, numeric }) => {
    const name = numeric ? undefined : tosName(data.u8(VALUE), data.u8(MASK));
    // no blank before numbers
    return ` tos match${data.u8(INVERT) ? "!" : ""}${name === undefined ? numbers(data) : ` ${name}`}`;
  },
  save: ({ data }) => `${data.u8(INVERT) ? " !" : ""} --tos ${numbers(data)}`,
};
