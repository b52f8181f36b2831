/** The header of a message as BIND's tools show it. */
import {
  DNS_AA,
  DNS_AD,
  DNS_CD,
  DNS_OPCODE_SHIFT,
  DNS_QR,
  DNS_RA,
  DNS_RD,
  DNS_TC,
  type DnsMessage,
} from "../../packet/dns.ts";
import { OPCODES, RCODES } from "../../packet/dns-text.ts";

/** Operation, status, identification, flags and counts. @param warns tells that recursion was wished and is not to be had */
export function headerText(message: DnsMessage, warns: boolean): string {
  const { flags } = message;
  const names = [
    [DNS_QR, "qr"],
    [DNS_AA, "aa"],
    [DNS_TC, "tc"],
    [DNS_RD, "rd"],
    [DNS_RA, "ra"],
    [DNS_AD, "ad"],
    [DNS_CD, "cd"],
  ] as const;
  const set = names.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => ` ${name}`);
  const opcode = (flags >>> DNS_OPCODE_SHIFT) & 15;
  const rcode = flags & 15;
  const head = `opcode: ${OPCODES[opcode] ?? `RESERVED${opcode}`}, status: ${RCODES[rcode] ?? `RESERVED${rcode}`}, id: ${message.id}`;
  const counts = `QUERY: ${message.questions.length}, ANSWER: ${message.answers.length}, AUTHORITY: ${message.authority.length}, ADDITIONAL: ${message.additional.length}`;
  const warning =
    warns && (flags & DNS_RD) !== 0 && (flags & DNS_RA) === 0
      ? ";; WARNING: recursion requested but not available\n"
      : "";
  return `;; ->>HEADER<<- ${head}\n;; flags:${set.join("")}; ${counts}\n${warning}\n`;
}
