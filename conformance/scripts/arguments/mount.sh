# mount, umount and mountpoint: binds, file systems without a device, propagation, wrong arguments
mkdir -p /tmp/m; mount -t tmpfs box /tmp/m; cd /tmp/m
mkdir a b; echo in-a > a/f; echo x > file; ln -s a la
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  eval "$line" < /dev/null
  echo "= $?"
done <<'END'
mountpoint
mountpoint a
mountpoint -q a
mountpoint nosuch
mountpoint -q nosuch
mountpoint file
mountpoint / 
mountpoint -q /
mountpoint /proc
mountpoint /sys
mountpoint --bogus a
mountpoint a b
mountpoint -n /
mount --bind a b
cat b/f
mountpoint b
mount --bind nosuch b
mount --bind a nosuch
mount --bind a file
mount --bind file a
mount --bind a
mount --bind
mount --bogus
mount -x
mount -t
mount -t bogus none a
mount -t tmpfs none nosuch
mount -t tmpfs none file
mount -t tmpfs none a
echo new > a/g; ls a b
mount | grep "$PWD/a" | sed "s, $PWD/, ,"
umount a
umount a
umount nosuch
umount file
umount
umount b
cat b/f
umount b
mount -t sysfs none a
umount a
mount -t proc proc a
test -e a/self
umount a
mount --make-rprivate /
mount --make-private /
mount --make-rslave /
mount --make-slave /
mount --make-shared /
mount --make-rshared /
mount --make-private a
mount --make-private nosuch
mount --make-private
mount --make-private a b
umount b
umount b
mount -B a b
umount --lazy b
umount b
umount a
umount a
mount a
mount a b
mount none a
mount -t tmpfs a b c
mount -v -t tmpfs tmp a
umount -v a
mount --bind a a
mountpoint a
umount a
touch m; mount --bind file m
cat m
mountpoint m
umount m
mount --bind a la
umount la
umount a b
mount -t tmpfs one a; mount -t tmpfs two a
umount a
mountpoint a
umount a
mountpoint a
mount -t tmpfs one a; mount -t tmpfs two b
umount a b
umount -R a
mount -t tmpfs one a; mkdir a/in; mount -t tmpfs two a/in
umount a
umount -R a
mountpoint a
mount /dev/nosuch a
mount --make-rprivate /
mount --verbose --bind a b
umount --verbose b
mount --rbind a b
umount b
mount -t tmpfs one a/in 2> /dev/null || mkdir a/in; mount -t tmpfs one a/in; touch a/in/deep
mount --bind a b; ls b/in
umount b
mount --rbind a b; ls b/in
umount b
umount -l b
umount a/in
mount | grep ' /tmp/m'
rmdir b/in a/in; mount -t tmpfs one b; rmdir b
mv b c
umount b
mount --bind a b; mount --bind a c; mkdir c; mount --bind a c; umount c; mountpoint b c
umount b
mountpoint a
unshare -m sh -c 'mount -t tmpfs inner a; mountpoint a'
mountpoint a
ip netns add n1; mountpoint /run/netns/n1
ip netns exec n1 sh -c 'mount -t tmpfs inner a; mountpoint a'
mountpoint a
ip netns del n1; ls /run/netns
END
cd /; umount /tmp/m; mountpoint /tmp/m
