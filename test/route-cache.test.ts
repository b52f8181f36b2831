/**
 * When routes forget what was remembered of their ways. Linux remembers for each processor by itself, so a script there asks another
 * memory now and then: recorded with a script held on one processor (6.18), compared here.
 */
import { expect, test } from "vitest";
import { runScript } from "../src/run-script.ts";

const SWITCHES =
  `log_martians forwarding accept_redirects accept_source_route arp_filter medium_id promote_secondaries disable_policy disable_xfrm
shared_media proxy_arp rp_filter send_redirects secure_redirects arp_announce arp_ignore arp_accept arp_notify tag bootp_relay accept_local
src_valid_mark route_localnet bc_forwarding igmpv2_unsolicited_report_interval ignore_routes_with_linkdown drop_unicast_in_l2_multicast
drop_gratuitous_arp arp_evict_nocarrier force_igmp_version proxy_arp_pvlan`.split(/\s+/);

const script = (where: string): string => `
ip link add v0 type veth peer name v1
ip link set v0 up
ip link set v1 up
ip addr add 10.0.0.1/24 dev v0
ip route add default via 10.0.0.2
for switch in ${SWITCHES.join(" ")}; do for value in 1 1 0 0; do
    ip route get 10.0.1.3 notify >/dev/null
    sysctl -qw net.ipv4.conf.${where}.$switch=$value
    ip route get 10.0.1.4 | grep -q notify || echo $switch $value
done; done`;

/** Those whose every change makes routes forget. */
const AT_CHANGES =
  "promote_secondaries disable_policy disable_xfrm route_localnet bc_forwarding drop_unicast_in_l2_multicast";

test.each([
  ["v0", ["forwarding"]],
  ["all", ["forwarding"]],
  ["default", []],
])("switches of %s", async (where, forwarding) => {
  const { stdout } = await runScript(script(where));
  const forgot = SWITCHES.flatMap((name) => {
    if (name === "accept_local") return ["accept_local 0"];
    const changes = [...forwarding, ...AT_CHANGES.split(" ")].includes(name);
    return changes ? [`${name} 1`, `${name} 0`] : [];
  });
  expect(stdout.trim().split("\n")).toEqual(forgot);
});

/** Who asks for a way, before and after packets wait for a neighbour there, and when they have been given up. */
const HOLDERS = `
ip link add v0 type veth peer name v1
ip link set v0 up
ip link set v1 up
sleep 2
ip addr add 10.0.0.1/24 dev v0
ip addr add fd00::1/64 dev v0 nodad
ip route add default via 10.0.0.2
ip -6 route add default via fd00::2
for to in '10.0.1.1 10.0.1.9' 'fd01::1 fd01::9'; do
    set -- $to
    users() { ip -s route get $2 | grep -o 'users [0-9]*'; }
    users $to
    ping -c 1 -W 0.4 $1 >/dev/null
    users $to
    ping -c 2 -i 0.1 -W 0.4 $1 >/dev/null
    users $to
    sleep 4
    users $to
done`;

test("packets that wait for a neighbour hold the decision that brought them there", async () => {
  const { stdout } = await runScript(HOLDERS);
  const expected = [2, 3, 5, 2, 2, 3, 5, 2].map((count) => `users ${count}\n`);
  expect(stdout).toBe(expected.join(""));
});
