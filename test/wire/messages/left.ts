/** What the virtual kernel does not answer as Linux does, and why. The test fails when one of these is equal after all. */
export const LEFT: readonly (readonly [RegExp, string])[] = [
  [/^rules of family (128|129)/, "there is no multicast routing, and so no rules of it"],
  [/^groups of IPv4/, "groups are not dumped for IPv4: /proc/net/igmp shows them"],
  [/^queueing disciplines/, "there is no traffic control"],
  [/^set link: IPv4 setting/, "IPv4's switches are set through /proc/sys only"],
];

/** Why the answers to this request differ; undefined: they must not. */
export function whyLeft(name: string): string | undefined {
  return LEFT.find(([pattern]) => pattern.test(name))?.[1];
}
