#!/usr/bin/perl
# inject DEV WORD...: sends one frame of the given bytes. The program on Linux; inject.ts is the one on the virtual kernel, and says more.
use strict;
use warnings;

my ($device, @words) = @ARGV;
fail("usage: inject DEV WORD...") unless defined $device && @words;
my $frame = '';
$frame .= bytes($_) for map { split } @words;
complete();
my ($domain, $raw) = (17, 3);    # AF_PACKET, SOCK_RAW
socket(my $socket, $domain, $raw, 0) or fail("inject: socket: $!");
my $index = index_of($device);
send($socket, $frame, 0, pack('S n l S C C a8', $domain, unpack('n', substr($frame, 12, 2)), $index, 0, 0, 0, ''))
    // fail("inject: $device: $!");

sub index_of {
    my $request = pack('a15 x25', $_[0]);
    ioctl($socket, 0x8933, $request) // fail("inject: $_[0]: $!");    # SIOCGIFINDEX
    return unpack('x16 l', $request);
}

sub bytes {
    my ($word) = @_;
    return pack('H2' x 6, split /:/, $word) if $word =~ /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;
    return ipv6($word) if $word =~ /:/;
    return pack('C4', split /\./, $word) if $word =~ /^\d+(\.\d+){3}$/;
    return bytes($1) x $2 if $word =~ /^(.+)\*(\d+)$/;
    return pack('H*', $word) if $word =~ /^([0-9a-f]{2})+$/i;
    fail("inject: what is \"$word\"?");
}

sub fail {
    print STDERR "$_[0]\n";
    exit 255;
}

sub ipv6 {
    my ($head, $tail, $more) = split /::/, $_[0], -1;
    my @head = split /:/, $head;
    my @tail = split /:/, $tail // '';
    my @zeros = defined $tail ? (0) x (8 - @head - @tail) : ();
    my @groups = (@head, @zeros, @tail);
    fail("inject: what is \"$_[0]\"?") if defined $more || @groups != 8 || grep { !/^[0-9a-f]{1,4}$/i } @groups;
    return pack('n8', map { hex } @groups);
}

sub checksum {
    my ($bytes) = @_;
    my $sum = 0;
    $sum += $_ for unpack('n*', $bytes . (length($bytes) % 2 ? "\0" : ''));
    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
    return pack('n', $sum == 0xffff ? 0xffff : ~$sum & 0xffff);
}

# Fills in a length and checksums of 0 of IPv4, of ICMP and of IGMP in a packet that is no fragment.
sub complete_ipv4 {
    return if length $frame < 34;
    my $header = 4 * (ord(substr $frame, 14, 1) & 15);
    return if $header < 20 || length $frame < 14 + $header;
    substr($frame, 16, 2) = pack('n', length($frame) - 14) if substr($frame, 16, 2) eq "\0\0";
    substr($frame, 24, 2) = checksum(substr $frame, 14, $header) if substr($frame, 24, 2) eq "\0\0";
    return complete_tcp(14 + $header) if ord(substr $frame, 23, 1) == 6;
    return if ord(substr $frame, 23, 1) !~ /^[12]$/ || unpack('n', substr $frame, 20, 2) & 0x3fff;
    my $at = 14 + $header + 2;
    return if length $frame < $at + 2 || substr($frame, $at, 2) ne "\0\0";
    substr($frame, $at, 2) = checksum(substr $frame, 14 + $header);
}

# Fills in a checksum of cccc of TCP.
sub complete_tcp {
    my ($at) = @_;
    return if length $frame < $at + 20 || substr($frame, $at + 16, 2) ne "\xcc\xcc";
    substr($frame, $at + 16, 2) = "\0\0";
    my $rest = substr($frame, $at);
    substr($frame, $at + 16, 2) = checksum(substr($frame, 26, 8) . pack('nn', 6, length $rest) . $rest);
}

# Fills in an IPv6 payload length of 0, and an ICMPv6 or UDP checksum of 0.
sub complete {
    return complete_ipv4() if length $frame >= 14 && substr($frame, 12, 2) eq "\x08\0";
    return if length $frame < 54 || substr($frame, 12, 2) ne "\x86\xdd";
    my $length = length($frame) - 54;
    substr($frame, 18, 2) = pack('n', $length) if unpack('n', substr($frame, 18, 2)) == 0;
    my ($next, $at) = (ord substr($frame, 20, 1), 54);
    ($next, $at) = (ord substr($frame, $at, 1), $at + 8 + 8 * ord substr($frame, $at + 1, 1))
        while ($next == 0 || $next == 43 || $next == 60) && $at + 8 <= length $frame;
    my $field = { 58 => $at + 2, 17 => $at + 6 }->{$next};
    return if !defined $field || $field + 2 > length $frame || unpack('n', substr($frame, $field, 2)) != 0;
    my $rest = substr($frame, $at);
    my $sum = 0;
    $sum += $_ for unpack('n*', substr($frame, 22, 32) . pack('NN', length $rest, $next) . $rest . "\0");
    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
    substr($frame, $field, 2) = pack('n', $sum == 0xffff ? 0xffff : ~$sum & 0xffff);
}
