# Lines that processes write to /dev/kmsg, and how they can be read.
mark=mark-$$-$RANDOM
echo $mark > /dev/kmsg
log() { dmesg -t | sed -n "/$mark/,\$p" | grep "$1"; }
tag=kmsg-$$-$RANDOM$RANDOM
echo "$tag plain \\ back" > /dev/kmsg
echo "<30>$tag daemon" > /dev/kmsg
echo "<3>$tag kern is user" > /dev/kmsg
echo "<x>$tag no number" > /dev/kmsg
echo "<2047>$tag big" > /dev/kmsg
printf "<14>$tag \001\303\251\177 tab\there\n" > /dev/kmsg
echo "<14>$tag last" > /dev/kmsg
log $tag | sed "s/$tag/TAG/"
dmesg -x -t | grep $tag | sed "s/$tag/TAG/"
dmesg -x -t -u -l err,warn | grep $tag | sed "s/$tag/TAG/"
dmesg -r | grep $tag | sed "s/$tag/TAG/; s/\[.*\]/[TIME]/"
dmesg -S -t | grep $tag | sed "s/$tag/TAG/"
dmesg -S -r | grep $tag | sed "s/$tag/TAG/; s/\[.*\]/[TIME]/"
timeout 0.5 cat /dev/kmsg | grep $tag | sed "s/$tag/TAG/; s/,[0-9]*,[0-9]*,/,SEQ,TIME,/"
echo "$tag waited" | { sleep 0.3; cat > /dev/kmsg; } &
timeout 0.8 dmesg -W -t | grep $tag | sed "s/$tag/TAG/"
head -c 1025 /dev/zero | tr '\0' x > long
echo "$(cat long)" > /dev/kmsg
ls -l /dev/kmsg | cut -c1-10
echo $(dmesg -T | grep $tag | head -n 1 | sed 's/^\[\(...\) .*\] .*/\1/' | grep -cE 'Mon|Tue|Wed|Thu|Fri|Sat|Sun')
