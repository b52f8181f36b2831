/** Real messages with bytes changed, to servers and to clients: they go on serving, or say what is wrong; never an exception. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AF_PACKET, SOCK_RAW } from "../../src/kernel.ts";
import { buildDns, DNS_QR, TYPE_SOA } from "../../src/packet/dns.ts";
import { ALL_PROGRAMS } from "../../src/system.ts";
import { chaos } from "./chaos.ts";
import { mutated } from "./mutate.ts";
import { attempt, Laboratory, sound } from "./support.ts";

Object.assign(ALL_PROGRAMS, { "/usr/local/sbin/chaos": () => import("./chaos.ts") });

const ETH_P_ALL_BE = 0x0300;
const UDP = 17;
const TCP = 6;

/** A server, 10.0.0.1, and a client in a namespace of its own, 10.0.0.2. */
const TOPOLOGY = `
sysctl -qw net.ipv6.conf.all.disable_ipv6=1; sysctl -qw net.ipv6.conf.default.disable_ipv6=1
ip netns add cli; ip link add v0 type veth peer name v1 netns cli; ip link set lo up; ip -n cli link set lo up
ip addr add 10.0.0.1/24 dev v0; ip link set v0 up; ip -n cli link set v1 up; ip -n cli addr add 10.0.0.2/24 dev v1
mkdir -p /etc /tmp/www; echo 'nameserver 10.0.0.1' > /etc/resolv.conf; echo 'hosts: files dns' > /etc/nsswitch.conf
echo '<h1>hello</h1>' > /tmp/www/index.html; cd /tmp
`;
const DNSMASQ = `dnsmasq -u root -C /dev/null --no-resolv --log-facility=/tmp/log --dhcp-leasefile=/tmp/leases --interface=v0 \
  --dhcp-range=10.0.0.100,10.0.0.120,1h --dhcp-option=option:router,10.0.0.1 --dhcp-option=option:domain-search,a.test,b.test \
  --domain=lan --address=/web.test/10.0.0.9 --txt-record=web.test,"one two" --mx-host=web.test,mail.test,5 --ptr-record=9.0.0.10.in-addr.arpa,web.test \
  --srv-host=_http._tcp.web.test,web.test,80 --cname=www.test,web.test`;
const CLIENTS = `
ip netns exec cli udhcpc -i v1 -s /bin/true -n -q -t 2 -T 1
for what in a txt mx any; do ip netns exec cli dig +tries=1 +time=1 web.test $what; done
ip netns exec cli dig +tries=1 +time=1 -x 10.0.0.9; ip netns exec cli dig +tries=1 +time=1 _http._tcp.web.test srv
ip netns exec cli host -W 1 www.test; ip netns exec cli nslookup web.test
`;

interface Said {
  readonly protocol: number;
  readonly from: number;
  readonly to: number;
  readonly payload: Uint8Array;
}

/** What was said over the cable while a script ran. */
async function overheard(script: string): Promise<Said[]> {
  const lab = new Laboratory();
  await lab.script(TOPOLOGY);
  const socket = lab.init.socket(AF_PACKET, SOCK_RAW, ETH_P_ALL_BE);
  if (typeof socket === "number") throw new Error(`packet socket: ${socket}`);
  await lab.script(script);
  const said: Said[] = [];
  const frame = new Uint8Array(65536);
  for (let length = socket.recv(frame); length > 0; length = socket.recv(frame)) {
    const ip = 14;
    if (((frame[12] << 8) | frame[13]) !== 0x0800) continue;
    const protocol = frame[ip + 9];
    const transport = ip + (frame[ip] & 15) * 4;
    const header = protocol === UDP ? 8 : protocol === TCP ? (frame[transport + 12] >>> 4) * 4 : 0;
    const payload = frame.slice(transport + header, length);
    const port = (at: number): number => (frame[transport + at] << 8) | frame[transport + at + 1];
    if (header > 0 && payload.length > 0) said.push({ protocol, from: port(0), to: port(2), payload });
  }
  expect(said.length).toBeGreaterThan(0);
  return said;
}

const between = (said: readonly Said[], match: (one: Said) => boolean): Uint8Array[] => {
  const found = said.filter(match).map(({ payload }) => payload);
  expect(found.length).toBeGreaterThan(0);
  return found;
};

/** Several at a time, so that a box is worth its making. */
const several = (samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array[]> =>
  fc.array(mutated(samples), { minLength: 1, maxLength: 12 });

async function boxWith(payloads: readonly Uint8Array[], script: string): Promise<string> {
  chaos.payloads = payloads;
  chaos.next = 0;
  const lab = new Laboratory();
  await lab.script(TOPOLOGY);
  const { stdout } = sound(await lab.run(["timeout", "-s", "KILL", "120", "bash", "-c", script]));
  return stdout;
}

test("dnsmasq: any questions", async () => {
  const said = await overheard(`${DNSMASQ}\n${CLIENTS}`);
  const questions = between(said, ({ to }) => to === 53);
  await attempt(
    fc.asyncProperty(several(questions), async (payloads) => {
      const script = `${DNSMASQ}\nip netns exec cli chaos send 10.0.0.1 53\nip netns exec cli dig +short web.test`;
      expect(await boxWith(payloads, script)).toBe("10.0.0.9\n");
    }),
    200,
  );
  const requests = between(said, ({ to }) => to === 67);
  await attempt(
    fc.asyncProperty(several(requests), async (payloads) => {
      const script = `${DNSMASQ}\nip netns exec cli chaos send 10.0.0.1 67\nip netns exec cli udhcpc -i v1 -s /bin/true -n -q && echo bound\n
        ip netns exec cli dig +short web.test`;
      expect(await boxWith(payloads, script)).toMatch(/10\.0\.0\.9\n$/);
    }),
    200,
  );
});

test("udhcpc, dig, host, nslookup: any answers", async () => {
  const said = await overheard(`${DNSMASQ}\n${CLIENTS}`);
  const offers = between(said, ({ from }) => from === 67);
  await attempt(
    fc.asyncProperty(several(offers), async (payloads) => {
      const script =
        "chaos answer 67 & ip netns exec cli udhcpc -i v1 -s /bin/true -n -q -t 3 -T 1; echo over";
      expect(await boxWith(payloads, script)).toMatch(/over\n$/);
    }),
    200,
  );
  const answers = between(said, ({ from }) => from === 53);
  await attempt(
    fc.asyncProperty(several(answers), async (payloads) => {
      const script = `chaos answer 53 & ${CLIENTS.split("\n").slice(2).join("\n")}
        ip netns exec cli ping -c 1 -W 1 web.test; ip netns exec cli curl -sm 2 http://www.test/; ip netns exec cli getent ahosts web.test; echo over`;
      expect(await boxWith(payloads, script)).toMatch(/over\n$/);
    }),
    200,
  );
});

test("dnsmasq, dig, host, nslookup over TCP: any questions, any answers", async () => {
  const said = await overheard(`${DNSMASQ}
    for what in a txt mx any soa; do ip netns exec cli dig +tcp +tries=1 +time=1 web.test $what; done; ip netns exec cli dig +tries=1 +time=1 web.test axfr`);
  const questions = between(said, ({ to }) => to === 53);
  await attempt(
    fc.asyncProperty(several(questions), async (payloads) => {
      const script = `${DNSMASQ}\nip netns exec cli chaos request 10.0.0.1 53\nip netns exec cli dig +tcp +short web.test`;
      expect(await boxWith(payloads, script)).toBe("10.0.0.9\n");
    }),
    100,
  );
  const answers = between(said, ({ from, payload }) => from === 53 && payload.length > 2).map((one) =>
    one.subarray(2),
  );
  const zone = buildDns({
    id: 1,
    flags: DNS_QR,
    questions: [],
    answers: [1, 2].map(() => ({
      name: "web.test.",
      type: TYPE_SOA,
      class: 1,
      ttl: 1,
      data: new Uint8Array(22),
    })),
    authority: [],
    additional: [],
  });
  await attempt(
    fc.asyncProperty(several([...answers, zone]), async (payloads) => {
      const script = `chaos frames 53 & cd /tmp; printf 'web.test\\nset vc\\nset retry=0\\nset timeout=1\\nweb.test\\nset all\\n' > ask
        ip netns exec cli dig +tcp +tries=1 +time=1 +multiline web.test soa; ip netns exec cli dig +tries=1 +time=1 web.test axfr +multiline
        ip netns exec cli host -l -W 1 -R 0 web.test; ip netns exec cli host -l -v -W 1 -R 0 web.test; ip netns exec cli host -T -a -W 1 -R 0 web.test
        ip netns exec cli nslookup -timeout=1 < ask; echo over`;
      expect(await boxWith(payloads, script)).toMatch(/over\n$/);
    }),
    100,
  );
});

test("httpd: any requests; curl, wget: any answers", async () => {
  const said = await overheard(`busybox httpd -p 80 -h /tmp/www
    ip netns exec cli curl -s -u me:you -d a=b 10.0.0.1; ip netns exec cli curl -sI 10.0.0.1/index.html; ip netns exec cli curl -s 10.0.0.1/none
    ip netns exec cli busybox wget -qO- http://10.0.0.1/index.html; ip netns exec cli curl -s -r 2-4 10.0.0.1/index.html`);
  const requests = between(said, ({ to }) => to === 80);
  await attempt(
    fc.asyncProperty(several(requests), async (payloads) => {
      const script =
        "busybox httpd -p 80 -h /tmp/www; ip netns exec cli chaos request 10.0.0.1 80; ip netns exec cli curl -s 10.0.0.1";
      expect(await boxWith(payloads, script)).toMatch(/<h1>hello<\/h1>\n$/);
    }),
    200,
  );
  const chunked = new TextEncoder().encode(
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nLocation: /x\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n",
  );
  const moved = new TextEncoder().encode(
    "HTTP/1.1 301 Moved\r\nLocation: http://10.0.0.1/y\r\nContent-Length: 3\r\n\r\nabc",
  );
  const answers = [...between(said, ({ from }) => from === 80), chunked, moved];
  await attempt(
    fc.asyncProperty(several(answers), async (payloads) => {
      const script = `chaos stream 80 & for i in 1 2 3; do ip netns exec cli curl -sLi -m 5 --max-redirs 5 10.0.0.1; done
        ip netns exec cli curl -s -m 5 -C 3 10.0.0.1; ip netns exec cli curl -s -m 5 --limit-rate 1k 10.0.0.1
        ip netns exec cli busybox wget -T 5 -qO- http://10.0.0.1/; ip netns exec cli busybox wget -T 5 -O /tmp/out http://10.0.0.1/x; echo over`;
      expect(await boxWith(payloads, script)).toMatch(/over\n$/);
    }),
    200,
  );
});
