#!/usr/bin/busybox sh
# Process 1 of the booted machine: loads the modules, runs each case under /cases (boot.ts describes it), sends /results as an
# archive through the second serial line, and switches the machine off.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin
busybox mount -t proc proc /proc
busybox mount -t sysfs sysfs /sys
busybox mount -t devtmpfs dev /dev
busybox mkdir -p /dev/shm /dev/pts /results
busybox mount -t devpts devpts /dev/pts
busybox ln -s /proc/self/fd /dev/fd
busybox ln -s /proc/self/fd/0 /dev/stdin
busybox ln -s /proc/self/fd/1 /dev/stdout
busybox ln -s /proc/self/fd/2 /dev/stderr
for module in /modules/*.ko; do busybox insmod "$module"; done
for folder in /cases/*; do
  number=${folder##*/}
  echo "case $number"
  # The machine's time; waiting costs none of ours.
  timeout -s KILL 3600 sh "$folder/start" <"$folder/script" >"/results/$number" 2>&1
  status=$?
  echo $status >"/results/$number.exit"
  if [ $status = 137 ]; then echo '[killed]' >>"/results/$number"; fi
done
busybox stty -F /dev/ttyS1 raw -echo
busybox tar -c -C /results . >/dev/ttyS1
busybox stty -F /dev/ttyS1 >/dev/null
busybox poweroff -f
