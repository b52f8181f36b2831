/** What is kept of a handshake that was answered for a server: `struct nf_conn_synproxy`. Source: `include/net/netfilter/nf_conntrack_synproxy.h`. */
export class NfConnSynproxy {
  /** The number that the client was answered with. */
  isn = 0;
  /** The time stamp that it was answered with. */
  its = 0;
  /** How much the server's time stamps are ahead of that. */
  tsoff = 0;
}
