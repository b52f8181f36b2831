import { describe, expect, test } from "vitest";
import { OutputFaults } from "../../process/output-faults.ts";
import type { Output } from "../../process/process.ts";
import { parseInteger, parseUnsigned } from "./arguments.ts";
import { Options } from "./context.ts";
import { formatAddress, parsePrefix } from "./inet.ts";
import { formatCount } from "./link/stats.ts";
import { formatTimestamp } from "./monitor/timestamp.ts";
import { matchesPattern } from "./pattern.ts";
import { Printer } from "./print.ts";

class Sink implements Output {
  text = "";
  readonly isTerminal = false;
  readonly columns = undefined;
  readonly faults = new OutputFaults();
  write(data: string | Uint8Array): void {
    this.text += data;
  }
  async flush(): Promise<void> {}
}

function print(options: { json?: boolean; pretty?: boolean }, each: (out: Printer) => void): string {
  const sink = new Sink();
  const out = new Printer(sink, { json: false, pretty: false, color: "none", newline: "\n", ...options });
  out.startJson();
  each(out);
  out.endJson();
  return sink.text;
}

/** Recorded from iproute2 6.1.0: `ip -j -p link show` in namespaces with and without links that match. */
describe("JSON has the white space of iproute2", () => {
  const link = (out: Printer): void => {
    out.openObject();
    out.value("ifname", "lo", "lo ");
    out.openArray("flags");
    out.field(null, "UP");
    out.field(null, "LOOPBACK");
    out.closeArray();
    out.openArray("addr_info");
    out.closeArray();
    out.closeObject();
  };
  test("pretty", () => {
    expect(print({ json: true, pretty: true }, link)).toBe(
      '[ {\n        "ifname": "lo",\n        "flags": [ "UP","LOOPBACK" ],\n        "addr_info": [ ]\n    } ]\n',
    );
    const empty = (out: Printer): void => {
      out.openObject();
      out.closeObject();
      out.openObject();
      out.closeObject();
    };
    expect(print({ json: true, pretty: true }, empty)).toBe("[ {},{} ]\n");
    expect(print({ json: true, pretty: true }, () => {})).toBe("[ ]\n");
  });
  test("plain", () => {
    expect(print({ json: true }, link)).toBe('[{"ifname":"lo","flags":["UP","LOOPBACK"],"addr_info":[]}]\n');
    expect(print({}, link)).toBe("lo ");
  });
});

test("numbers are read as strtoul does with base 0", () => {
  expect(
    ["10", "0x10", "010", "08", "-1", "4294967295", "4294967296", "", "5x"].map((text) =>
      parseUnsigned(text),
    ),
  ).toEqual([10, 16, 8, undefined, undefined, 4294967295, undefined, undefined, undefined]);
  expect(parseInteger("-5")).toBe(-5);
});

test("prefixes may be short, have a mask, or be words", () => {
  const show = (text: string): string | undefined => {
    const prefix = parsePrefix(text, 0);
    return prefix && `${formatAddress(prefix.family, prefix.bytes)}/${prefix.length}`;
  };
  expect(show("10.7/16")).toBe("10.7.0.0/16");
  expect(show("1.2.3.4/255.255.0.0")).toBe("1.2.3.4/16");
  expect(show("fd00::1")).toBe("fd00::1/128");
  expect(show("1.2.3.4/33")).toBeUndefined();
  expect(show("1.2.3.500")).toBeUndefined();
  expect(parsePrefix("default", 0)?.bytes.length).toBe(0);
});

test("counters, patterns and time stamps", () => {
  const options = new Options();
  expect(formatCount(1234567, 10, options)).toBe("   1234567 ");
  options.human = true;
  expect(formatCount(1234567, 10, options)).toBe("     1.23M ");
  options.iec = true;
  expect(formatCount(1500, 10, options)).toBe("    1.46ki ");
  expect(matchesPattern("v2:*", "v2:x")).toBe(true);
  expect(matchesPattern("v[0-3]?", "v4x")).toBe(false);
  expect(formatTimestamp(1795213113530094, true)).toBe("[2026-11-20T22:18:33.530094] ");
  expect(formatTimestamp(1795213109528055, false)).toBe("Timestamp: Fri Nov 20 22:18:29 2026 528055 usec\n");
});
