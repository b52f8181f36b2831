/** What the rules take out, and that they hide nothing else. */
import { describe, expect, it } from "vitest";
import { compareRuns } from "./compare.ts";
import { normalise } from "./normalise.ts";

const text = (output: string, script = ""): string => normalise(output, script).text;

function compare(left: string, right: string, script = ""): string | undefined {
  const item = { name: "x/y", path: "/x/y.sh", script: "y.sh", args: [], text: script };
  return compareRuns(item, { output: left, exitCode: 0 }, { output: right, exitCode: 0 });
}

describe("MAC addresses", () => {
  it("are numbered by first appearance, equal ones alike", () => {
    expect(text("4a:00:00:00:00:01 5e:00:00:00:00:02 4a:00:00:00:00:01\n")).toBe("<mac1> <mac2> <mac1>\n");
  });
  it("show when a device has another one's", () => {
    const linux = "a 4a:11:22:33:44:55\nb 5e:11:22:33:44:66\nfrom 5e:11:22:33:44:66\n";
    const wrong = "a 4a:11:22:33:44:55\nb 5e:11:22:33:44:66\nfrom 4a:11:22:33:44:55\n";
    expect(compare(linux, wrong)).toBe(" a <mac1>\n b <mac2>\n-from <mac2>\n+from <mac1>\n");
  });
  it("stay when the script sets them, are fixed, or could not be Linux's random ones", () => {
    const script = "ip link set v address 02:00:00:00:00:01";
    const output =
      "02:00:00:00:00:01 ff:ff:ff:ff:ff:ff 00:00:00:00:00:00 33:33:00:00:00:01 00:11:22:33:44:55 03:11:22:33:44:55\n";
    expect(text(output, script)).toBe(output);
  });
  it("keep their case: arping prints capitals in brackets", () => {
    expect(text("[4A:1B:22:33:44:55] [4a:1b:22:33:44:55] [42:11:22:33:44:55]")).toBe(
      "[<MAC1>] [<mac1>] [<MAC2>]",
    );
  });
});

describe("what derives from a MAC address", () => {
  it("is tied to it: EUI-64 addresses, solicited-node groups, MLD lists, /proc", () => {
    expect(
      text(
        [
          "link/ether 4a:11:22:33:44:55 brd ff:ff:ff:ff:ff:ff",
          "inet6 fe80::4811:22ff:fe33:4455/64",
          "33:33:ff:33:44:55 ff02::1:ff33:4455",
          "fe80000000000000481122fffe334455 ff0200000000000000000001ff334455",
        ].join("\n"),
      ),
    ).toBe(
      [
        "link/ether <mac1> brd ff:ff:ff:ff:ff:ff",
        "inet6 fe80::<eui64 1>/64",
        "33:33:ff:<mac1:3> ff02::1:ff<mac1:3>",
        "fe80000000000000<eui64 1> ff0200000000000000000001ff<mac1:3>",
      ].join("\n"),
    );
  });
  it("shows when it belongs to another device", () => {
    const linux = "4a:11:22:33:44:55 4a:11:22:33:44:66 fe80::4811:22ff:fe33:4466";
    expect(text(linux)).toBe("<mac1> <mac2> fe80::<eui64 2>");
  });
  it("stays when the script fixes it", () => {
    const script = "address 02:00:00:00:00:01\nip addr add fc00::1/64";
    const output = "fe80::ff:fe00:1 ff02::1:ff00:1 fc00::1 ff02::2 ::1 :: 33:33:ff:00:00:01\n";
    expect(text(output, script)).toBe(output);
  });
  it("is not seen in what only looks like it", () => {
    const output = "10:00:00 a::b::c 12:34:56.123456 state:UP 1:2\n";
    expect(text(output)).toBe(output);
  });
});

describe("measured times", () => {
  it("of a round trip go, when they are written as ping writes them", () => {
    expect(text("icmp_seq=1 ttl=64 time=0.061 ms\n")).toBe("icmp_seq=1 ttl=64 time=<rtt> ms\n");
    for (const wrong of ["time=0.06 ms", "time=12.34 ms", "time=-0.061 ms", "time=.061 ms"]) {
      expect(text(`${wrong}\n`)).toBe(`${wrong}\n`);
    }
  });
  it("in statistics go, their form stays", () => {
    expect(text("rtt min/avg/max/mdev = 0.053/0.071/0.088/0.017 ms\n")).toBe(
      "rtt min/avg/max/mdev = <rtt> ms\n",
    );
    expect(text(" 1:  10.0.0.254                                            0.028ms reached\n")).toBe(
      " 1:  10.0.0.254                                          <rtt>ms reached\n",
    );
    expect(text(" 1?: [LOCALHOST]                      pmtu 1500\n")).toContain("pmtu 1500");
    expect(text("waited 0.028ms for it\n")).toBe("waited 0.028ms for it\n");
    expect(text("rtt min/avg/max/mdev = 0.05/0.071/0.088/0.017 ms\n")).toContain("0.05/");
  });
  it("in total are compared, with a tolerance", () => {
    const line = (ms: number) => `4 packets transmitted, 4 received, 0% packet loss, time ${ms}ms\n`;
    expect(compare(line(3066), line(3003))).toBeUndefined();
    expect(compare(line(3066), line(12000))).toBe("-duration 1: 3066 ms\n+duration 1: 12000 ms\n");
    expect(compare(line(0), line(1000))).toBeDefined();
  });
  it("leave losses and counts alone", () => {
    expect(
      compare(
        "4 packets transmitted, 4 received, 0% packet loss, time 0ms\n",
        "4 packets transmitted, 3 received, 25% packet loss, time 0ms\n",
      ),
    ).toBeDefined();
  });
});

describe("clock stamps", () => {
  it("of tcpdump go, each form to its own placeholder", () => {
    expect(text("12:34:56.123456 IP a > b\n")).toBe("<clock> IP a > b\n");
    expect(text(" 00:00:00.000012 IP a > b\n")).toBe(" <clock> IP a > b\n");
    expect(text("1700000000.123456 IP a > b\n")).toBe("<epoch> IP a > b\n");
    expect(text("2026-01-02 12:34:56.123456 IP a > b\n")).toBe("<date> <clock> IP a > b\n");
    expect(text("    1  12:34:56.123456 IP a > b\n")).toBe("    1  <clock> IP a > b\n");
  });
  it("with too few digits stay", () => {
    expect(text("12:34:56.1234 IP a > b\n")).toBe("12:34:56.1234 IP a > b\n");
  });
});

describe("numbers that the kernel draws", () => {
  it("keep who is the same as whom", () => {
    expect(text("net:[4026531840] net:[4026532000] net:[4026531840]")).toBe(
      "net:[<ns1>] net:[<ns2>] net:[<ns1>]",
    );
    expect(text("ICMP echo request, id 17, seq 1\nICMP echo reply, id 18, seq 1")).toBe(
      "ICMP echo request, id <echo1>, seq 1\nICMP echo reply, id <echo2>, seq 1",
    );
    expect(text("(tos 0x0, ttl 64, id 777, offset 0) (tos 0x0, ttl 64, id 0, offset 0)")).toBe(
      "(tos 0x0, ttl 64, id <ipid1>, offset 0) (tos 0x0, ttl 64, id 0, offset 0)",
    );
  });
  it("stay where the script sets them", () => {
    const output = "ICMP echo request, id 17, seq 1";
    expect(text(output, "ping -e 17")).toBe(output);
  });
  it("are ports only in the range that the kernel draws from", () => {
    expect(text("IP 10.0.0.1.40620 > 10.0.0.2.7777: UDP")).toBe("IP 10.0.0.1.<port1> > 10.0.0.2.7777: UDP");
    expect(text("IP 10.0.0.1.33440 > 10.0.0.2.61001: UDP")).toBe("IP 10.0.0.1.33440 > 10.0.0.2.61001: UDP");
  });
  it("are process ids only in the shell's messages", () => {
    expect(text("x.sh: line 9:   126 Killed                  sleep 5\n")).toBe(
      "x.sh: line 9: <pid1> Killed                  sleep 5\n",
    );
    expect(text("126\n")).toBe("126\n");
    expect(text("x.sh: line 9: 126 Killed  sleep 5\n")).toBe("x.sh: line 9: 126 Killed  sleep 5\n");
  });
});

describe("a comparison", () => {
  it("sees lines, order, blanks at the end, a missing newline, and the exit code", () => {
    expect(compare("a\nb\n", "b\na\n")).toBeDefined();
    expect(compare("a \n", "a\n")).toBe("-a \n+a\n");
    expect(compare("a\n", "a")).toBeDefined();
    expect(compare("a\n", "a\na\n")).toBeDefined();
    const item = { name: "x/y", path: "/x/y.sh", script: "y.sh", args: [], text: "" };
    expect(compareRuns(item, { output: "", exitCode: 0 }, { output: "", exitCode: 1 })).toBe(
      "-exit 0\n+exit 1\n",
    );
  });
  it("takes outputs of any size", () => {
    const long = "0123456789\n".repeat(20_000);
    expect(compare(long, long)).toBeUndefined();
    expect(compare(long, `${long}x\n`)).toBeDefined();
  });
});
