import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatIpv4, ipv4 } from "../../../packet/address.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import { FtpCommand, findFtpCommand } from "./conntrack-ftp-parse.ts";

function find(text: string, dir: number, l3num = NFPROTO_IPV4): string {
  const bytes = new TextEncoder().encode(`##${text}`);
  const cmd = new FtpCommand();
  cmd.l3num = l3num;
  const found = findFtpCommand(bytes, 2, bytes.length, dir, cmd);
  if (found <= 0) return String(found);
  return `${formatIpv4(ipv4(cmd.address[3] >>> 0))} ${cmd.port} ${text.slice(cmd.at, cmd.at + cmd.length)}`;
}

describe("what an FTP client and server announce", () => {
  it("reads all four forms", () => {
    expect(find("PORT 10,0,1,2,4,1\r\n", 0)).toBe("10.0.1.2 1025 10,0,1,2,4,1");
    expect(find("eprt |1|10.0.1.2|1027|\r\n", 0)).toBe("10.0.1.2 1027 |1|10.0.1.2|1027|");
    expect(find("227 Entering Passive Mode (10,0,2,2,200,10)\r\n", 1)).toBe("10.0.2.2 51210 10,0,2,2,200,10");
    expect(find("229 Extended (|||51300|)\r\n", 1)).toBe("0.0.0.0 51300 |||51300|");
  });

  it("knows what is cut short from what is something else", () => {
    expect(find("POR", 0)).toBe("-1");
    expect(find("PORT 10,0,1,2,4", 0)).toBe("-1");
    expect(find("EPRT |2|10.0.1.2|1027|\r\n", 0)).toBe("-1");
    expect(find("EPRT |1|10.0.1.2|1027|\r\n", 0, NFPROTO_IPV6)).toBe("-1");
    expect(find("USER x\r\n", 0)).toBe("0");
    expect(find("PORT 10,0,1,2,4,1\r\n", 1)).toBe("0");
  });

  it("stays within the text, whatever it is", () => {
    const words = [
      "PORT ",
      "EPRT ",
      "227 ",
      "229 ",
      "|",
      "(",
      ")",
      ",",
      ".",
      ":",
      "1",
      "65535",
      "\r\n",
      "|2|",
      "|||",
      "é",
    ];
    const text = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 0, max: 1 }),
        fc.constantFrom(NFPROTO_IPV4, NFPROTO_IPV6),
        (parts, dir, l3num) => {
          const bytes = new TextEncoder().encode(parts.join(""));
          const cmd = new FtpCommand();
          cmd.l3num = l3num;
          if (findFtpCommand(bytes, 0, bytes.length, dir, cmd) !== 1) return;
          expect(cmd.at + cmd.length).toBeLessThanOrEqual(bytes.length);
          expect(cmd.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 5000 },
    );
  });
});
