# The queues of devices in /sys/class/net, and what steers packets to processors.
ip tuntap add tun0 mode tun multi_queue
ip link add v0 numtxqueues 2 numrxqueues 1 type veth peer v1 numtxqueues 1 numrxqueues 33
for dev in tun0 v0 v1 lo; do
  for queue in rx-0 rx-1 tx-0 tx-1; do
    echo "== $dev $queue"
    ls /sys/class/net/$dev/queues/$queue
    for file in /sys/class/net/$dev/queues/$queue/*; do [ -f "$file" ] && cat $file; done
  done
done
cd /sys/class/net/v1
stat -c '%A %s %n' queues/*-0/*
for file in traffic_class tx_maxrate tx_timeout xps_cpus; do
  echo 1 >queues/tx-0/$file; echo $?
done
cat gro_flush_timeout napi_defer_hard_irqs threaded
echo 1 >threaded; echo $?
cat threaded
