import { describe, expect, it } from "vitest";
import { AF_INET, SOCK_STREAM, type Socket } from "../../../kernel.ts";
import { ip, Router } from "../../test-support/router.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";
import { nfCtNetnsGet } from "./conntrack-hooks.ts";

/** What the router knows of the one connection. */
function shown(net: Router): string {
  const text = net.machine.procNet.show(net.b, "nf_conntrack") ?? "";
  return text
    .replace(/^ipv4 {5}2 tcp {6}6 /, "")
    .replace(/ src=.*?( \[|$| mark)/gs, "$1")
    .replace(/ src=.*/s, "")
    .trim();
}

const to = (address: number, port: number) => ({ family: AF_INET, address, port }) as never;

describe("connection tracking of TCP", () => {
  it("follows a connection from its beginning to its end", () => {
    const net = new Router();
    nfCtNetnsGet(net.b, NFPROTO_IPV4);
    const server = net.socket(net.b, SOCK_STREAM, 6) as Socket;
    expect(server.bind(to(0, 80))).toBe(0);
    expect(server.listen?.(5)).toBe(0);
    const client = net.socket(net.a, SOCK_STREAM, 6);
    client.connect?.(to(ip(10, 0, 0, 2), 80));
    expect(shown(net)).toMatch(/^432000 ESTABLISHED/);
    client.send(new Uint8Array(3000));
    expect(net.b.ct?.stat.invalid).toBe(0);
    client.close();
    net.clock.advance(1e8);
    expect(shown(net)).toMatch(/^(59|60) CLOSE_WAIT/);
    expect(net.b.ct?.stat.invalid).toBe(0);
  });

  it("forgets at once what was refused", () => {
    const net = new Router();
    nfCtNetnsGet(net.b, NFPROTO_IPV4);
    const client = net.socket(net.a, SOCK_STREAM, 6);
    client.connect?.(to(ip(10, 0, 0, 2), 81));
    expect(shown(net)).toBe("");
    expect(net.b.ct?.stat.invalid).toBe(0);
  });
});
