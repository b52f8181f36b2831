# the order of records that the command line gives, and what of them fits into a datagram
ip link set lo up
long=$(printf 'x%.0s' $(seq 1 200))
dnsmasq -k -u root -C /dev/null --no-resolv --no-hosts --local=/example.org/ --listen-address=127.0.0.1 --bind-interfaces \
  --txt-record=x.example.org,1 --srv-host=x.example.org,t1.example.org,80,3,1 --mx-host=x.example.org,m1.example.org,5 --ptr-record=x.example.org,p1.example.org --txt-record=x.example.org,2 \
  --srv-host=x.example.org,t2.example.org,81,2,9 --mx-host=x.example.org,m2.example.org,1 --ptr-record=x.example.org,p2.example.org --srv-host=x.example.org,t3.example.org,82,1,9 --txt-record=x.example.org,3 --host-record=x.example.org,127.0.0.1 \
  --txt-record=t.example.org,1$long --txt-record=t.example.org,2$long --txt-record=t.example.org,short \
  --txt-record=t.example.org,3$long --txt-record=t.example.org,4$long \
  $(for n in $(seq 10 49); do echo --ptr-record=many.example.org,p$n.example.org; done) 2>/dev/null & server=$!
sleep 0.5
for t in txt srv mx ptr any srv srv; do echo "+ $t"; dig @127.0.0.1 +noall +answer x.example.org $t; done
q() { echo "+ $*"; dig @127.0.0.1 +nocmd +ignore +nocookie "$@" 2>&1 | sed -E 's/id: [0-9]+/id: N/; s/time: [0-9]+ msec/N/; s/WHEN: .*/WHEN/; s/x{200}/X/'; }
q t.example.org txt +noedns
q t.example.org txt +bufsize=512
q t.example.org txt +bufsize=700
q t.example.org txt +bufsize=100
q t.example.org txt
q many.example.org ptr +noedns
for size in 511 512 513 520 524 530 536 540 543 544 550 555 557 560 569 570 571 572 573 574 575 576 577; do
  echo "$size $(dig @127.0.0.1 +ignore +nocookie many.example.org ptr +bufsize=$size | sed -n 's/^;; flags: \(.*\)/\1/p; s/.*rcvd: //p' | tr '\n' ' ')"
done
kill $server
