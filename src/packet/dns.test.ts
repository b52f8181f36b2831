/** DNS and DHCP on the wire: what was built is read back, and nothing that arrives throws or hangs. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildDhcp, parseDhcp } from "./dhcp.ts";
import {
  addressOfReverseName,
  buildDns,
  CLASS_IN,
  DNS_TC,
  type DnsMessage,
  encodeName,
  parseDns,
  parseLabels,
  readName,
  reverseName,
  TYPE_A,
  TYPE_CNAME,
  TYPE_MX,
} from "./dns.ts";
import { dataText } from "./dns-text.ts";

const question = { name: "www.example.", type: TYPE_A, class: CLASS_IN };

function message(part: Partial<DnsMessage>): DnsMessage {
  return { id: 7, flags: 0x8180, questions: [question], answers: [], authority: [], additional: [], ...part };
}

describe("DNS", () => {
  it("compresses names and expands them again", () => {
    const target = encodeName("host.www.example.") ?? new Uint8Array(0);
    const answers = [
      { name: "www.example.", type: TYPE_CNAME, class: CLASS_IN, ttl: 60, data: target },
      { name: "host.www.example.", type: TYPE_A, class: CLASS_IN, ttl: 60, data: Uint8Array.of(10, 0, 0, 1) },
      { name: "example.", type: TYPE_MX, class: CLASS_IN, ttl: 60, data: Uint8Array.of(0, 5, ...target) },
    ];
    const bytes = buildDns(message({ answers }));
    expect(parseDns(bytes)).toEqual(message({ answers }));
    expect(bytes.length).toBeLessThan(125);
    expect(dataText(TYPE_MX, answers[2].data)).toBe("5 host.www.example.");
  });

  it("says that an answer was cut off", () => {
    const one = {
      name: "www.example.",
      type: TYPE_A,
      class: CLASS_IN,
      ttl: 0,
      data: Uint8Array.of(1, 2, 3, 4),
    };
    const bytes = buildDns(message({ answers: Array.from({ length: 100 }, () => one) }), 512);
    expect(bytes.length).toBeLessThanOrEqual(512);
    expect((parseDns(bytes)?.flags ?? 0) & DNS_TC).toBe(DNS_TC);
  });

  it("does not follow pointers in a circle", () => {
    expect(readName(Uint8Array.of(0xc0, 0), 0)).toBeUndefined();
    expect(readName(Uint8Array.of(1, 97, 0xc0, 0), 0)).toBeUndefined();
    expect(readName(Uint8Array.of(0xc0, 2, 0xc0, 0), 2)).toBeUndefined();
  });

  it("refuses labels and names that are too long", () => {
    expect(parseLabels("a".repeat(64))).toBeUndefined();
    expect(parseLabels("a..b")).toBeUndefined();
    expect(parseLabels(`${"a.".repeat(127)}bc`)).toBeUndefined();
    expect(parseLabels("a\\.b.c")?.length).toBe(2);
  });

  it("names addresses backwards", () => {
    expect(reverseName(Uint8Array.of(10, 0, 0, 7))).toBe("7.0.0.10.in-addr.arpa.");
    expect(addressOfReverseName("7.0.0.10.IN-ADDR.arpa.")).toEqual(Uint8Array.of(10, 0, 0, 7));
    const v6 = Uint8Array.from({ length: 16 }, (_, i) => i * 7);
    expect(addressOfReverseName(reverseName(v6))).toEqual(v6);
  });

  it("survives anything", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const parsed = parseDns(bytes);
        if (parsed === undefined) return;
        for (const { type, data } of [...parsed.answers, ...parsed.additional]) dataText(type, data);
        expect(parseDns(buildDns(parsed))?.questions).toEqual(parsed.questions);
      }),
    );
  });

  it("survives changed messages", () => {
    const bytes = buildDns(message({ answers: [{ ...question, ttl: 1, data: Uint8Array.of(1, 2, 3, 4) }] }));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, value, length) => {
        const changed = bytes.slice(0, length);
        if (at < length) changed[at] = value;
        const parsed = parseDns(changed);
        for (const { type, data } of parsed?.answers ?? []) dataText(type, data);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("DHCP", () => {
  const fields = { op: 1, xid: 0xdeadbeef, chaddr: Uint8Array.of(2, 0, 0, 0, 0, 1) };

  it("is read back, long options joined", () => {
    const long = Uint8Array.from({ length: 300 }, (_, i) => i & 255);
    const parsed = parseDhcp(
      buildDhcp({
        ...fields,
        options: [
          [53, Uint8Array.of(1)],
          [119, long],
        ],
      }),
    );
    expect(parsed?.xid).toBe(0xdeadbeef);
    expect(parsed?.chaddr).toEqual(fields.chaddr);
    expect(parsed?.options.get(119)).toEqual(long);
  });

  it("refuses options that run over the end", () => {
    const bytes = buildDhcp({ ...fields, options: [] });
    bytes.fill(0, 240);
    bytes[298] = 12;
    bytes[299] = 9;
    expect(parseDhcp(bytes)).toBeUndefined();
  });

  it("survives anything", () => {
    const bytes = buildDhcp({
      ...fields,
      options: [
        [53, Uint8Array.of(1)],
        [52, Uint8Array.of(3)],
      ],
    });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, value, length) => {
        const changed = bytes.slice(0, length);
        if (at < length) changed[at] = value;
        parseDhcp(changed);
      }),
      { numRuns: 2000 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (random) => void parseDhcp(random)));
  });
});
