/** Any arguments to any program: its messages and exit codes, never an exception. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ALL_PROGRAMS } from "../../src/system.ts";
import { attempt, Laboratory, sound } from "./support.ts";

/** Words that the programs know, and what goes wrong in numbers, addresses and names. */
const WORDS = (
  "link address addr route neigh rule netns tuntap monitor show list add del delete change replace append flush get set exec identify pids " +
  "dev via src from to table metric proto scope type veth peer name up down mtu master nomaster netns vrf alias group label broadcast brd " +
  "local anycast home valid_lft forever preferred_lft lladdr nud permanent proxy all default unreachable blackhole nexthop weight onlink " +
  "fwmark iif oif pref priority lookup prohibit goto mode tap tun user multi_queue help -n -4 -6 -j -p -s -d -o -br -h -c -all -batch -force -M -net -host " +
  "-I -i -W -w -t -q -D -f -b -Q -m -z -A -U -V --help --version -v -e -x -r -C -l -k -S -K -g -G -N -T -a -R -E -u -1 -2 -- - + " +
  "lo v0 v1 v9 a b a/b 10.0.0.1 10.0.0.1/24 10.0.0.1/33 256.1.1.1 fd00::1 fd00::1/64 fe80::1%v0 ::1 127.0.0.1 localhost 0.0.0.0/0 :: 1.2 " +
  "0 1 -1 2 9 64 1e9 0x10 010 99999999999999999999 4294967296 2147483648 1.5 .5 , : = % %s %99s %*d \\ ( ) [ ] { } ! ? * | ^ $ / // . .. /tmp " +
  "/etc/hosts /proc/net/dev /none /dev/null x y abc a=b k=v net.ipv4.ip_forward=1 net.ipv4.ip_forward tcp udp icmp and or not host port net ether [0] >= icmp[icmptype]=8 " +
  "s/a/b/g 1,3p $!N /x/d {print$1} BEGIN{print} .[] .a|length a-z [:upper:] 1-3 -f1 -d: -k2,2n -rn %Y-%m-%d +%s 5s 1m SIGTERM -9 -KILL -15"
).split(" ");

/** Names that end the machinery of the test, or never end by design and never wait. */
const LEFT_OUT = /\/(yes|dash|sh)$/;
const NAMES = Object.keys(ALL_PROGRAMS).filter((name) => !LEFT_OUT.test(name));
/** These have the most to say. */
const NETWORK = [
  "ip",
  "ip",
  "ip",
  "ip",
  "ping",
  "arping",
  "tcpdump",
  "route",
  "arp",
  "ifconfig",
  "ethtool",
  "sysctl",
  "traceroute",
  "hostname",
];

const word = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 1, arbitrary: fc.integer().map(String) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...WORDS)).map((pair) => pair.join("")),
  },
);
const invocation = fc.tuple(
  fc.oneof(fc.constantFrom(...NETWORK), fc.constantFrom(...NAMES)),
  fc.array(
    word.filter((text) => !text.includes("\0")),
    { maxLength: 9 },
  ),
);

const SETUP = `ip link add v0 type veth peer name v1; ip addr add 10.0.0.1/24 dev v0; ip link set v0 up; ip link set v1 up; ip link set lo up
ip netns add a; ip addr add fd00::1/64 dev v0 nodad; cd /tmp; printf 'b 2\\na 1\\n' > x; echo '{"a":1}' > y`;

test("any arguments to any program", async () => {
  let lab = new Laboratory();
  await lab.script(SETUP);
  let runs = 0;
  const stdin = new TextEncoder().encode("one 1\ntwo 2\n");
  await attempt(
    fc.asyncProperty(invocation, async ([name, args]) => {
      if (++runs % 50 === 0) {
        lab = new Laboratory(runs);
        await lab.script(SETUP);
      }
      const { status } = sound(await lab.run(["timeout", "-s", "KILL", "3", name, ...args], stdin));
      expect(status).toBeGreaterThanOrEqual(0);
      expect(status).toBeLessThan(256);
      expect(status).not.toBe(134);
    }),
    1500,
  );
});
