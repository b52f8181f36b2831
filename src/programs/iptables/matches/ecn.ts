/** `ecn`: what is told of congestion, in IP's header and in TCP's. */
import type { Extension } from "../extension/extension.ts";

const OPERATION = 0;
const INVERT = 1;
const CODE = 2;
const BITS = { cwr: 0x20, ece: 0x10, ip: 0x01 } as const;
const CWR = 0;
const ECE = 1;
const ECT = 2;
const BIT_OF = [BITS.cwr, BITS.ece, BITS.ip];

/** The options that a rule asks for in the order of listings, each with what is said behind it. */
const SHOWN = [
  { bit: BITS.ece, option: "ecn-tcp-ece", word: "ECE" },
  { bit: BITS.cwr, option: "ecn-tcp-cwr", word: "CWR" },
  { bit: BITS.ip, option: "ecn-ip-ect", word: "ECT" },
];

export const ecn: Extension = {
  kind: "match",
  name: "ecn",
  revision: 0,
  size: 3,
  userSize: 3,
  help: `
ECN match options
[!] --ecn-tcp-cwr 		Match CWR bit of TCP header
[!] --ecn-tcp-ece		Match ECE bit of TCP header
[!] --ecn-ip-ect [0..3]	Match ECN codepoint in IPv4/IPv6 header
`,
  options: [
    { name: "ecn-tcp-cwr", id: CWR, type: "none", invert: true },
    { name: "ecn-tcp-ece", id: ECE, type: "none", invert: true },
    { name: "ecn-ip-ect", id: ECT, type: "u8", max: 3, invert: true, put: CODE },
  ],
  parse: ({ option, data, invert }) => {
    const bit = BIT_OF[option.id];
    data.set8(OPERATION, data.u8(OPERATION) | bit);
    if (invert) data.set8(INVERT, data.u8(INVERT) | bit);
  },
  check: ({ use, context }) => {
    if (use.flags === 0) return context.wrong("ECN match: some option required");
  },
  print: ({ data }) => {
    let text = " ECN match";
    for (const { bit, word } of SHOWN)
      if (data.u8(OPERATION) & bit)
        text += ` ${data.u8(INVERT) & bit ? "!" : ""}${word}${bit === BITS.ip ? `=${data.u8(CODE)}` : ""}`;
    return text;
  },
  save: ({ data }) => {
    let text = "";
    for (const { bit, option } of SHOWN)
      if (data.u8(OPERATION) & bit)
        text += `${data.u8(INVERT) & bit ? " !" : ""} --${option}${bit === BITS.ip ? ` ${data.u8(CODE)}` : ""}`;
    return text;
  },
};
