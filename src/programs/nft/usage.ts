/** Options of nft and its help. */
import type { LongOption } from "../lib/getopt.ts";

/** Options stand in front of the command. */
export const NFT_LETTERS = "+hvVcf:D:iI:jnSsaeuypTtNd:o";

const LONG: readonly (readonly [string, string, boolean])[] = [
  ["help", "h", false],
  ["version", "v", false],
  ["check", "c", false],
  ["file", "f", true],
  ["define", "D", true],
  ["interactive", "i", false],
  ["includepath", "I", true],
  ["json", "j", false],
  ["numeric", "n", false],
  ["service", "S", false],
  ["stateless", "s", false],
  ["handle", "a", false],
  ["echo", "e", false],
  ["guid", "u", false],
  ["numeric-priority", "y", false],
  ["numeric-protocol", "p", false],
  ["numeric-time", "T", false],
  ["terse", "t", false],
  // Names of addresses: there is no resolver that could tell one.
  ["reversedns", "N", false],
  ["debug", "d", true],
  ["optimize", "o", false],
];

export const NFT_LONG: readonly LongOption[] = LONG.map(([name, value, argument]) => ({
  name,
  value,
  argument: argument ? "required" : "none",
}));

export const HELP = `Usage: nft [ options ] [ cmds... ]

Options (general):
  -h, --help                      Show this help
  -v, --version                   Show version information
  -V                              Show extended version information

Options (ruleset input handling):
  -f, --file <filename>           Read input from <filename>
  -D, --define <name=value>       Define variable, e.g. --define foo=1.2.3.4
  -i, --interactive               Read input from interactive CLI
  -I, --includepath <directory>   Add <directory> to the paths searched for include files. Default is: /etc
  -c, --check                     Check commands validity without actually applying the changes.
  -o, --optimize                  Optimize ruleset

Options (ruleset list formatting):
  -a, --handle                    Output rule handle.
  -s, --stateless                 Omit stateful information of ruleset.
  -t, --terse                     Omit contents of sets.
  -S, --service                   Translate ports to service names as described in /etc/services.
  -N, --reversedns                Translate IP addresses to names.
  -u, --guid                      Print UID/GID as defined in /etc/passwd and /etc/group.
  -n, --numeric                   Print fully numerical output.
  -y, --numeric-priority          Print chain priority numerically.
  -p, --numeric-protocol          Print layer 4 protocols numerically.
  -T, --numeric-time              Print time values numerically.

Options (command output formatting):
  -e, --echo                      Echo what has been added, inserted or replaced.
  -j, --json                      Format output in JSON
  -d, --debug <level [,level...]> Specify debugging level (scanner, parser, eval, netlink, mnl, proto-ctx, segtree, all)

`;
