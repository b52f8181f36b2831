# whole zones: dig axfr, host -l; several lines to a record; a server that answers each question with what it was told to
ip link set lo up
cat > serve <<'S'
# the answer's bytes, after the length and the identification of the question
id=$(head -c 4 | tail -c 2 | od -An -tx1 | tr -d ' \n')
body=$id$(cat answer)
length=$(printf %04x $((${#body} / 2)))
printf "$(echo $length$body | sed 's/../\\x&/g')"
S
hex() { printf %s "$1" | od -An -v -tx1 | tr -d ' \n'; }
name() { for label in $(echo $1 | tr . ' '); do printf %02x ${#label}; hex $label; done; printf 00; }
record() { name $1; printf '%04x0001%08x%04x%s' $2 $3 $((${#4} / 2)) $4; }
soa="$(name ns.example.org)$(name admin.example.org)$(printf '%08x%08x%08x%08x%08x' 20 1200 120 1209600 694861)"
zone="$(record example.org 6 600 $soa)$(record example.org 2 600 $(name ns.example.org))$(record example.org 15 600 000a$(name mail.example.org))$(record example.org 16 600 08$(hex 'v=spf1 a'))$(record alias.example.org 5 86400 $(name www.example.org))$(record www.example.org 1 600 7f000002)$(record www.example.org 28 600 20010db8000000000000000000000001)$(record a-very-long-name-that-fills-columns.example.org 1 600 7f000003)$(record 2.0.0.127.in-addr.arpa 12 60 $(name www.example.org))"
question="$(name example.org)00fc0001"
printf %s "84000001000a00000000$question$zone$(record example.org 6 600 $soa)" > answer
socat TCP-LISTEN:53,fork,reuseaddr,bind=127.0.0.1 EXEC:'bash serve' & server=$!
sleep 0.5
q() { echo "+ $*"; "$@" 2>&1 | sed -E 's/id: [0-9]+/id: N/; s/(time: |in )[0-9]+ (ms)/\1N \2/; s/WHEN: .*/WHEN/'; echo "= ${PIPESTATUS[0]}"; }
q dig @127.0.0.1 example.org axfr
q dig @127.0.0.1 axfr example.org +short
q dig @127.0.0.1 example.org axfr +noall +answer
q dig @127.0.0.1 example.org axfr +multiline +nostats
q dig @127.0.0.1 example.org axfr +noall +answer +nottlid +noclass
q host -l example.org 127.0.0.1
q host -l -t mx example.org 127.0.0.1
q host -l -v example.org 127.0.0.1
q host -l -a example.org 127.0.0.1
printf %s "80050001000000000000$question" > answer
q dig @127.0.0.1 example.org axfr
q host -l example.org 127.0.0.1
printf %s "84000001000100000000$(name example.org)00060001$(record example.org 6 600 $soa)" > answer
q dig +tcp @127.0.0.1 example.org soa +multiline
q dig +tcp @127.0.0.1 example.org soa +multi +noall +answer
q dig +tcp @127.0.0.1 example.org soa +multiline +noall +answer +nottlid
q dig +tcp @127.0.0.1 example.org soa +multiline +noall +answer +noclass
q dig +tcp @127.0.0.1 example.org soa +multiline +short
q host -T -v -t soa example.org 127.0.0.1
q host -a example.org 127.0.0.1
printf %s "84030001000000000000$(name example.org)00060001" > answer
q host -T -v -t soa example.org 127.0.0.1
kill $server
q dig +tries=1 @127.0.0.1 example.org axfr
q dig +tcp @127.0.0.1 example.org
q dig +tcp +tries=1 +short @127.0.0.1 example.org
q host -l example.org 127.0.0.1
q host -T example.org 127.0.0.1
q nslookup -vc example.org 127.0.0.1
nc -lN 127.0.0.1 53 > sent < /dev/null & sleep 0.2
q dig +tcp +tries=1 @127.0.0.1 example.org
