#!/usr/bin/perl
# rtdump TYPE:BODY...: prints what the kernel dumps. The program on Linux; rtdump.ts is the one on the virtual kernel, and says more.
use strict;
use warnings;

my ($domain, $raw) = (16, 3);    # AF_NETLINK, SOCK_RAW
for (@ARGV) {
    my ($type, $body) = /^(\d+):([0-9a-f]*)$/ or fail("rtdump: what is \"$_\"?");
    socket(my $socket, $domain, $raw, 0) or fail("rtdump: socket: $!");
    # SOL_NETLINK, NETLINK_GET_STRICT_CHK
    setsockopt($socket, 270, 12, pack('l', 1)) or fail("rtdump: $!");
    my $payload = pack('H*', $body);
    send($socket, pack('L S S L L', 16 + length $payload, $type, 0x301, 0, 0) . $payload, 0) // fail("rtdump: $!");
    print "> $type\n";
    answers($socket);
}

sub answers {
    my ($socket) = @_;
    while (1) {
        recv($socket, my $data, 65536, 0) // fail("rtdump: $!");
        while (length $data >= 16) {
            my ($length, $type) = unpack('L S', $data);
            my $hex = unpack('H*', substr($data, 0, $length));
            $hex =~ tr/0-9a-f/a-p/;
            print "$hex\n";
            # NLMSG_ERROR, NLMSG_DONE
            return if $type == 2 || $type == 3;
            my $aligned = ($length + 3) & ~3;
            $data = $aligned < length $data ? substr($data, $aligned) : '';
        }
    }
}

sub fail {
    print STDERR "$_[0]\n";
    exit 255;
}
