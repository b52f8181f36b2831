/** `--uplink`: a box, and a container behind a bridge in it, reach servers of this host's loopback. No other network is used. */
import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildCommand, runBox } from "./command.ts";

const SIZE = 2_000_000;
function answer(request: IncomingMessage, response: ServerResponse): void {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    if (request.url === "/big") response.end(Buffer.alloc(SIZE, "x"));
    else response.end(`${request.method} ${request.url} ${body.length > 100 ? body.length : body}\n`);
  });
}
const server = createServer(answer);
const server6 = createServer(answer);
const echo = createSocket("udp4");
const echo6 = createSocket("udp6");
for (const socket of [echo, echo6])
  socket.on("message", (message, from) => socket.send(`echo ${message}`, from.port, from.address));

let command = "";
let http = 0;
let udp = 0;
/** The same over IPv6. */
let http6 = 0;
let udp6 = 0;
/** Whether this host has IPv6 at all. */
let noIpv6 = false;

beforeAll(async () => {
  command = await buildCommand();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  await new Promise<void>((done) => echo.bind(0, "127.0.0.1", done));
  http = (server.address() as AddressInfo).port;
  udp = echo.address().port;
  noIpv6 = await new Promise<boolean>((done) => {
    server6.once("error", () => done(true));
    server6.listen(0, "::1", () => done(false));
  });
  if (noIpv6) return;
  await new Promise<void>((done) => echo6.bind(0, "::1", done));
  http6 = (server6.address() as AddressInfo).port;
  udp6 = echo6.address().port;
});
afterAll(() => {
  server.close();
  echo.close();
  server6.close();
  echo6.close();
});

const LEASE = `
cat > lease.sh <<'S'
#!/bin/sh
[ "$1" = deconfig ] && ip link set $interface up
[ "$1" = bound ] || exit 0
ip addr add $ip/$mask dev $interface
ip route add default via $router
echo "nameserver $dns" > /etc/resolv.conf
S
chmod +x lease.sh
udhcpc -i eth0 -s ./lease.sh -n -q 2>&1
`;

it("reaches a real server from the box", async () => {
  const { output, status } = await runBox(
    command,
    ["--uplink"],
    `${LEASE}
ping -c 1 10.0.2.2 | grep -c 'icmp_seq=1 ttl=64'
curl -sS http://10.0.2.2:${http}/a
curl -sS -d field=value http://10.0.2.2:${http}/b
head -c 300000 /dev/zero | tr '\\0' y > up; curl -sS --data-binary @up http://10.0.2.2:${http}/c
curl -s http://10.0.2.2:${http}/big | wc -c
curl -sS http://10.0.2.2:1/ 2>&1
exec 7<>/dev/udp/10.0.2.2/${udp}; printf hello >&7; head -c 10 <&7; echo
dig +short localhost
dig +noall +comments nosuch.invalid | grep -o 'status: [A-Z]*'
`,
  );
  expect(output).toBe(`udhcpc: started, v1.35.0
udhcpc: broadcasting discover
udhcpc: broadcasting select for 10.0.2.15, server 10.0.2.2
udhcpc: lease of 10.0.2.15 obtained from 10.0.2.2, lease time 86400
1
GET /a 
POST /b field=value
POST /c 300000
${SIZE}
curl: (56) Recv failure: Connection reset by peer
echo hello
127.0.0.1
status: ${output.includes("status: NXDOMAIN") ? "NXDOMAIN" : "SERVFAIL"}
`);
  expect(status).toBe(0);
});

it("reaches it from a container behind docker0", async () => {
  const { output, status } = await runBox(
    command,
    ["--uplink"],
    `${LEASE.replace("2>&1", ">/dev/null 2>&1")}
ip link add docker0 type bridge
ip addr add 172.17.0.1/16 dev docker0
ip link set docker0 up
ip netns add c
ip link add veth0 type veth peer name eth0 netns c
ip link set veth0 master docker0 up
ip -n c addr add 172.17.0.2/16 dev eth0
ip -n c link set eth0 up
ip -n c link set lo up
ip -n c route add default via 172.17.0.1
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
sleep 1.5
ip netns exec c curl -sS http://10.0.2.2:${http}/from-container
ip netns exec c curl -s http://10.0.2.2:${http}/big | wc -c
`,
  );
  expect(output).toBe(`GET /from-container \n${SIZE}\n`);
  expect(status).toBe(0);
});

it("reaches it over IPv6, and so does a container behind a router that translates", async ({ skip }) => {
  if (noIpv6) skip("this host has no IPv6");
  const router = "fd00:10:0:2::2";
  const { output, status } = await runBox(
    command,
    ["--uplink"],
    `ip link set eth0 address 02:00:00:00:00:15 up
sleep 3.5
ip -6 addr show dev eth0 scope global | grep -o 'inet6 [^ ]*'
ip -6 route show default | cut -d' ' -f1-5
for to in ${router} fd00:10:0:2::3 fe80::2%eth0; do ping -c 1 $to | grep -o 'icmp_seq=1 ttl=64'; done
curl -sS 'http://[${router}]:${http6}/a'
head -c 300000 /dev/zero | tr '\\0' y > up; curl -sS --data-binary @up 'http://[${router}]:${http6}/c'
curl -s 'http://[${router}]:${http6}/big' | wc -c
curl -sS 'http://[${router}]:1/' 2>&1
exec 7<>/dev/udp/${router}/${udp6}; printf hello >&7; head -c 10 <&7; echo
dig +short @fd00:10:0:2::3 localhost
ip netns add c
ip link add v0 type veth peer name eth0 netns c
ip addr add fd01::1/64 dev v0 nodad; ip link set v0 up
ip -n c addr add fd01::2/64 dev eth0 nodad; ip -n c link set eth0 up; ip -n c link set lo up
ip -n c -6 route add default via fd01::1
sysctl -qw net.ipv6.conf.eth0.accept_ra=2 net.ipv6.conf.all.forwarding=1
ip6tables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
sleep 1.5
ip netns exec c curl -sS 'http://[${router}]:${http6}/from-container'
ip netns exec c ping -c 1 ${router} | grep -o 'icmp_seq=1 ttl=63'
`,
  );
  expect(output).toBe(`inet6 fd00:10:0:2:0:ff:fe00:15/64
default via fe80::2 dev eth0
${"icmp_seq=1 ttl=64\n".repeat(3)}GET /a 
POST /c 300000
${SIZE}
curl: (56) Recv failure: Connection reset by peer
echo hello
127.0.0.1
GET /from-container 
icmp_seq=1 ttl=63
`);
  expect(status).toBe(0);
});

/** An address of this host's own that is not its loopback, and answers to echo requests. */
function ownAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address)
    .find((address) => spawnSync("ping", ["-n", "-c", "1", "-W", "1", address]).status === 0);
}

it("is configured by udhcpc's own script, and asks the host's ping for the outside", async ({ skip }) => {
  const own = ownAddress();
  if (own === undefined) return skip("no address to ask");
  const { output, status } = await runBox(
    command,
    ["--uplink"],
    `udhcpc -i eth0 -n -q > /dev/null 2>&1
ip -4 -o addr show eth0 | grep -o 'inet [^ ]*'
ip route show default
cat /etc/resolv.conf
getent ahostsv4 localhost | head -1 | cut -d' ' -f1
ping -c 1 -W 5 ${own} | grep -o '1 received'
`,
  );
  expect(output).toBe(`inet 10.0.2.15/24
default via 10.0.2.2 dev eth0 
nameserver 10.0.2.3
127.0.0.1
1 received
`);
  expect(status).toBe(0);
});

it("is refused on the virtual clock and on Linux", async () => {
  for (const option of ["--clock=virtual", "--kernel=linux"]) {
    const { output, status } = await runBox(command, ["--uplink", option], "echo no");
    expect(output).toContain("--uplink and --tap are for the virtual kernel on the real clock");
    expect(status).toBe(2);
  }
});
