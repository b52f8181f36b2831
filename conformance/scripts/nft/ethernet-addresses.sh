# Ethernet addresses in all their forms, and a word that is no name
t() { echo "-- $*"; nft "$@" 2>&1; rc=$?; [ $rc = 0 ] && echo ok; }
t add table ip t; t add chain ip t c
t add rule ip t c ether saddr aa.bb.cc.dd.ee.ff
t add rule ip t c ether saddr a.b.c.d.e.f
t add rule ip t c ether saddr aa.bb.cc
t add rule ip t c ether saddr aa-bb-cc-dd-ee-ff
t add rule ip t c ether saddr aa
t add rule ip t c ether saddr aab.bb.cc.dd.ee.ff
t add rule ip t c ether saddr aa.bb.cc.dd.ee.ff.aa
t add rule ip t c ether saddr aa.bb.cc.dd.ee.fg
t add rule ip t c ether saddr foo
t add rule ip t c ether saddr '"a:b:"'
t add rule ip t c ether saddr '"a/b"'
t add rule ip t c ether saddr '"a b"'
t add rule ip t c ether saddr '"00aa.1"'
t add rule ip t c ether saddr '"0x1.1"'
t add rule ip t c ether saddr '{ aa.bb.cc.dd.ee.ff, ab.bb.cc.dd.ee.ff }'
t add rule ip t c ether saddr '"00.01.02.03.04.05"'
t add rule ip t c ether saddr '"aa:bb:cc:dd:ee:ff"'
t add rule ip t c ether saddr '""'
t add rule ip t c iifname '"10.0.*"'
t list chain ip t c
t delete chain ip t all
t delete chain ip t
t add chain ip t all
t add rule ip t c log flags all
