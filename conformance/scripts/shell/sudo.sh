# For who is root already. The tables that Linux's asks for are not there, so the script brings Debian's along.
mkdir -p /etc/pam.d
for kind in account auth password session; do echo "$kind required pam_permit.so"; done > /etc/pam.d/other
cat > /etc/sudoers <<'S'
Defaults env_reset
Defaults mail_badpass
Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
Defaults use_pty
root ALL=(ALL:ALL) ALL
S
chmod 440 /etc/sudoers
sudo nosuchcmd; echo $?
sudo A=1 B=2 env | grep -E '^(A|B)='
FOO=1 sudo env | grep -v -e ^MAIL -e ^LC_ -e ^LANG -e ^TERM -e ^TZ | sort
FOO=1 sudo -E env | grep FOO; FOO=1 sudo --preserve-env=FOO env | grep FOO
sudo -n true; echo $?; sudo -- echo hi; sudo -H env | grep ^HOME; sudo bash -c 'exit 3'; echo $?
sudo cd /; echo $?; sudo ./nosuch; echo $?; sudo -u nosuchuser id; echo $?; sudo -u root -g root id -u
sudo -v; echo $?; sudo -k; echo $?; sudo -k echo hi; sudo -i pwd; sudo -s pwd | grep -c "^$PWD$"; sudo -s echo 'a b' '$HOME' 'x;y'
sudo | head -2; sudo -Z 2>&1 | head -2; sudo -u 2>&1 | head -2
echo in | sudo cat; sudo sh -c 'kill -TERM $$'; echo $?
sudo ip link show lo | head -1
