# Wrong words.
ip tuntap add; echo $?
ip tuntap add tap0; echo $?
ip tuntap add mode tap; echo $?
ip tuntap del tap0 mode tap
ip tuntap add tap0 mode bogus; echo $?
ip tuntap add tap0 mode tap; echo $?
ip tuntap add tap0 mode tap; echo $?
ip tuntap add tap0 mode tun; echo $?
ip tuntap add name-that-is-too-long mode tap; echo $?
ip tuntap add tap1 mode tap user nosuchuser; echo $?
ip tuntap add tap1 mode tap frob; echo $?
ip tuntap frob; echo $?
ip link add tap9 type tap; echo $?
ip link add tun9 type tun; echo $?
ip link add tap9 type tun mode tap; echo $?
ip tuntap | sort
