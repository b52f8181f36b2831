import { describe, expect, it } from "vitest";
import { parseOptions } from "./options.ts";
import { formatRoundTrip, Statistics } from "./statistics.ts";

describe("ping's statistics", () => {
  it("sums up as iputils does", () => {
    const statistics = new Statistics();
    statistics.started = 1_000_000_000;
    for (const us of [52, 177]) {
      statistics.advance();
      statistics.acknowledge(statistics.transmitted);
      statistics.received++;
      statistics.addRoundTrip(us);
    }
    statistics.lastSent = 1_204_100_000;
    expect(statistics.summary("10.0.0.2", true, false)).toBe(
      "--- 10.0.0.2 ping statistics ---\n" +
        "2 packets transmitted, 2 received, 0% packet loss, time 204ms\n" +
        "rtt min/avg/max/mdev = 0.052/0.114/0.177/0.062 ms\n",
    );
    expect(statistics.inFlight).toBe(0);
  });

  it("counts errors and packets in the pipe", () => {
    const statistics = new Statistics();
    statistics.advance();
    statistics.advance();
    statistics.acknowledge(1);
    statistics.acknowledge(2);
    statistics.errors = 2;
    statistics.started = statistics.lastSent = 1;
    expect(statistics.summary("x", true, false)).toBe(
      "--- x ping statistics ---\n2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 0ms\npipe 2\n",
    );
  });

  it("keeps sequence numbers apart when they wrap", () => {
    const statistics = new Statistics();
    for (let i = 0; i < 70_000; i++) {
      statistics.advance();
      statistics.acknowledge(statistics.transmitted & 0xffff);
    }
    expect(statistics.inFlight).toBe(0);
  });

  it.each([
    [5, "0.005"],
    [999, "0.999"],
    [1234, "1.23"],
    [12_345, "12.3"],
    [123_456, "123"],
    [9996, "10.0"],
  ])("%d µs", (us, text) => expect(formatRoundTrip(us)).toBe(text));
});

describe("ping's command line", () => {
  it.each([
    [["-c", "0", "::1"], 1, "ping: invalid argument: '0': out of range: 1 <= value <= 9223372036854775807\n"],
    [["-Q", "256", "::1"], 2, "ping: the decimal value of TOS bits must be in range 0-255: 256\n"],
    [["-4", "-6", "::1"], 2, "ping: only one -4 or -6 option may be specified\n"],
    [[], 1, "ping: usage error: Destination address required\n"],
  ])("%j", (words, status, error) => {
    expect(() => parseOptions(["ping", ...words], () => undefined)).toThrow(
      expect.objectContaining({ status, error }),
    );
  });
});
