# rarer words of small tools: numbers of characters in sed, endless seq, names that are not there
export LC_ALL=C
mkdir /tmp/small-tools; cd /tmp/small-tools; printf 'a\nb\nc\n' > g; printf '1\n2' > h; mkdir d
part() { "$@" > out 2> err; echo "$? $*"; sed 's/^/out: /' out; sed 's/^/err: /' err; }
part seq nan; part seq 1 nan 3; part seq -inf 3; part seq 1 inf 5; part seq x; part seq inf 3
seq inf | head -3; seq 1 inf | head -3; seq 5 2 inf | head -3; seq inf -1 3 | head -3; seq 3 INFINITY | head -2
part id NOSUCH; part id -u NOSUCH; part id root; part id -un root; part id -u root NOSUCH; part id 0
part md5sum none g; part md5sum none; part sha1sum none g; part sha256sum none g
part tail -1 a b; part tail -1 g g; part tail -n1 g none; part tail -1 g; part tail -n 1 g h; part head -1 g h; part tail -12 g h g
part find none; part find none g; part tac none; part tac none g; part tac d; part tac d g; part tac g h; part tac h; part tac g g
part ln -sv g l1; part ln -sfv g l1; part ln -svf none l1; part ln -snv g d; part ln -sv g l1
echo aAb | sed 's/\x41/X/; s/b/\x5e\x26/'; echo 'a^b' | sed 's/\x5e/X/'; echo ab | sed 's/a/\x26\x26/; s/\d098/Q/; s/\o046/Z/'; echo ab | sed 'y/\x61b/xy/'; echo a.b | sed 's/\x2e/X/g'; echo a | sed 's/a/\x0A/'
echo aXb | sed -E 's/[\x58]/-/'; echo a | sed '/\x61/d'; echo a | sed 's/a/\xZ/'; echo 'a(b)' | sed 's/\x28/</; s/\x29/>/'; echo 'a+b' | sed 's/a\x2bb/sum/'; echo ab | sed 's/a/\x5c/'; echo ab | sed 's/a/\\x41/'; echo e | sed 's/e/\xc3\xa9/' | od -An -tx1; printf '\033[1m\n' | sed 's/\x1b\[1m/bold/'
rm -r /tmp/small-tools
